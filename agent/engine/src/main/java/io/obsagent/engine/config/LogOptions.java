package io.obsagent.engine.config;

import static io.obsagent.engine.config.OptionTypes.COUNT;
import static io.obsagent.engine.config.OptionTypes.DURATION;
import static io.obsagent.engine.config.OptionTypes.FILE;
import static io.obsagent.engine.config.OptionTypes.LIST;
import static io.obsagent.engine.config.OptionTypes.MAP;
import static io.obsagent.engine.config.OptionTypes.POSITIVE;
import static io.obsagent.engine.config.OptionTypes.SIZE;
import static io.obsagent.engine.config.OptionTypes.URL;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The part of {@link Options} about log records: which are exported, how much of them, where. */
class LogOptions extends ExportOptions {
  private static final List<String> EMPTY = Collections.emptyList();

  static final Declarations LOG_RECORDS = new Declarations("Log records");

  public static final Option<String> LOGS_EXPORT =
      LOG_RECORDS.add(
          "obs.logs.export",
          new Choices("kept", "all", "none").one(),
          null,
          "Which log records go to the collector: those of kept traces, all, or none. Without it"
              + " `all` where `otel.logs.exporter=otlp` is set, `kept` where that is not set and a"
              + " collector is (`otel.exporter.otlp.endpoint`, `.protocol`,"
              + " `otel.traces.exporter=otlp`), else `none`.");

  public static final Option<List<String>> LOGS_EXPORTER =
      LOG_RECORDS.add(
          "otel.logs.exporter",
          new Choices("otlp", "none")
              .unsupported("console", "none")
              .unsupported("logging", "none")
              .unsupported("logging-otlp", "none")
              .unsupported("otlp/stdout", "none")
              .list(),
          null,
          "`otlp`: log records are exported, all of them unless `obs.logs.export` says otherwise;"
              + " `none`: none.");

  public static final Option<String> LOGS_REQUESTS =
      LOG_RECORDS.add(
          "obs.logs.requests",
          new Choices("false", "true", "otlp", "stdout").alias("none", "false").one(),
          "false",
          "One event per served request: `otlp` as a log record, `stdout` as a line of JSON on"
              + " standard output, `true`: as a log record where log records are exported, else as"
              + " a line.");

  public static final Option<Integer> LOGS_RING_LINES =
      LOG_RECORDS.add(
          "obs.logs.ring.lines",
          POSITIVE,
          500,
          "Log records kept of one trace in this process; of more the latest.");

  public static final Option<Long> LOGS_RING_BYTES =
      LOG_RECORDS.add("obs.logs.ring.bytes", SIZE, 256L << 10, "The same in bytes, estimated.");

  public static final Option<Integer> LOGS_BODY_LENGTH =
      LOG_RECORDS.add(
          "obs.logs.body-length",
          COUNT,
          16_384,
          "Characters kept of a message; of a longer one `obs.log.length` tells the length.");

  public static final Option<List<String>> LOGS_MDC =
      LOG_RECORDS.add(
          "obs.logs.mdc",
          LIST,
          EMPTY,
          "Entries of the log context that become attributes of log records; `*` means all.");

  public static final Option<List<String>> LOGBACK_MDC =
      LOG_RECORDS.add(
          "otel.instrumentation.logback-appender.experimental.capture-mdc-attributes",
          LIST,
          null,
          "The same for Logback only.");

  public static final Option<List<String>> LOG4J_MDC =
      LOG_RECORDS.add(
          "otel.instrumentation.log4j-appender.experimental.capture-mdc-attributes",
          LIST,
          null,
          "The same for Log4j 1 and 2 only.");

  public static final Option<List<String>> JBOSS_MDC =
      LOG_RECORDS.add(
          "otel.instrumentation.jboss-logmanager.experimental.capture-mdc-attributes",
          LIST,
          null,
          "The same for JBoss LogManager only.");

  public static final Option<Long> BLRP_SCHEDULE_DELAY =
      LOG_RECORDS.add(
          "otel.blrp.schedule.delay",
          DURATION,
          1_000L,
          "Longest time a log record that goes by itself waits for others; those of a kept trace"
              + " leave with its spans.");

  public static final Option<Integer> BLRP_MAX_QUEUE_SIZE =
      LOG_RECORDS.add(
          "otel.blrp.max.queue.size",
          POSITIVE,
          null,
          "Log records waiting by themselves at most; without it 8192 and `obs.memory.limit` bound"
              + " them (OpenTelemetry: 2048).");

  public static final Option<Integer> BLRP_MAX_EXPORT_BATCH_SIZE =
      LOG_RECORDS.add(
          "otel.blrp.max.export.batch.size", POSITIVE, 512, "Log records sent in one request.");

  public static final Option<Long> BLRP_EXPORT_TIMEOUT =
      LOG_RECORDS.add(
          "otel.blrp.export.timeout",
          DURATION,
          30_000L,
          "Longest time to wait for the answer to one request, whatever the sender believes.");

  static final Declarations OTLP_LOGS =
      new Declarations("OTLP for log records (each without a value: the general one above)");

  public static final Option<String> OTLP_LOGS_ENDPOINT =
      OTLP_LOGS.add(
          "otel.exporter.otlp.logs.endpoint", URL, null, "The whole URL; no path is added.");

  public static final Option<String> OTLP_LOGS_PROTOCOL =
      OTLP_LOGS.add("otel.exporter.otlp.logs.protocol", protocol(), null, "As above.");

  public static final Option<Map<String, String>> OTLP_LOGS_HEADERS =
      OTLP_LOGS.add("otel.exporter.otlp.logs.headers", MAP, null, "As above.").secret();

  public static final Option<Long> OTLP_LOGS_TIMEOUT =
      OTLP_LOGS.add("otel.exporter.otlp.logs.timeout", DURATION, null, "As above.");

  public static final Option<String> OTLP_LOGS_COMPRESSION =
      OTLP_LOGS.add("otel.exporter.otlp.logs.compression", compression(), null, "As above.");

  public static final Option<String> OTLP_LOGS_CERTIFICATE =
      OTLP_LOGS.add("otel.exporter.otlp.logs.certificate", FILE, null, "As above.");

  public static final Option<String> OTLP_LOGS_CLIENT_KEY =
      OTLP_LOGS.add("otel.exporter.otlp.logs.client.key", FILE, null, "As above.");

  public static final Option<String> OTLP_LOGS_CLIENT_CERTIFICATE =
      OTLP_LOGS.add("otel.exporter.otlp.logs.client.certificate", FILE, null, "As above.");

  LogOptions() {}
}
