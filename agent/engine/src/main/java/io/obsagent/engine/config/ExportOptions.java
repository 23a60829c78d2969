package io.obsagent.engine.config;

import static io.obsagent.engine.config.OptionTypes.BOOLEAN;
import static io.obsagent.engine.config.OptionTypes.DURATION;
import static io.obsagent.engine.config.OptionTypes.FILE;
import static io.obsagent.engine.config.OptionTypes.MAP;
import static io.obsagent.engine.config.OptionTypes.POSITIVE;
import static io.obsagent.engine.config.OptionTypes.URL;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The part of {@link Options} that says where spans go and how. The per-signal forms have no
 * default of their own: read them with {@link Configuration#get(Option, Option)}.
 */
class ExportOptions {
  static final Declarations EXPORT = new Declarations("Export");

  public static final Option<List<String>> TRACES_EXPORTER =
      EXPORT.add(
          "otel.traces.exporter",
          new Choices("otlp", "console", "none")
              .alias("logging", "console")
              .unsupported("logging-otlp", "console")
              .unsupported("otlp/stdout", "console")
              .unsupported("zipkin", "otlp")
              .unsupported("jaeger", "otlp")
              .list(),
          Collections.singletonList("otlp"),
          "Where spans go; `logging` means `console`. Where neither this nor an OTLP endpoint or"
              + " protocol is set, a collector on `localhost:4318` is looked for in silence.");

  public static final Option<String> CONSOLE_STREAM =
      EXPORT.add(
          "obs.console.stream",
          new Choices("stderr", "stdout").one(),
          "stderr",
          "Where the `console` exporter writes.");

  public static final Option<Long> BSP_SCHEDULE_DELAY =
      EXPORT.add(
          "otel.bsp.schedule.delay", DURATION, 5_000L, "Longest time a finished trace waits.");

  public static final Option<Integer> BSP_MAX_QUEUE_SIZE =
      EXPORT.add(
          "otel.bsp.max.queue.size",
          POSITIVE,
          null,
          "Spans waiting for export at most; without it only `obs.memory.limit` bounds them"
              + " (OpenTelemetry: 2048).");

  public static final Option<Integer> BSP_MAX_EXPORT_BATCH_SIZE =
      EXPORT.add("otel.bsp.max.export.batch.size", POSITIVE, 512, "Spans sent in one request.");

  public static final Option<Long> BSP_EXPORT_TIMEOUT =
      EXPORT.add(
          "otel.bsp.export.timeout",
          DURATION,
          30_000L,
          "Longest time to wait for the answer to one request, whatever the sender believes.");

  static final Declarations OTLP = new Declarations("OTLP");

  public static final Option<String> OTLP_ENDPOINT =
      OTLP.add(
          "otel.exporter.otlp.endpoint",
          URL,
          null,
          "The collector; without it `http://localhost:4318` (`4317` for `grpc`). With"
              + " `http/protobuf` the path `v1/traces` is added.");

  public static final Option<String> OTLP_PROTOCOL =
      OTLP.add("otel.exporter.otlp.protocol", protocol(), "http/protobuf", "The transport.");

  public static final Option<Map<String, String>> OTLP_HEADERS =
      OTLP.add(
              "otel.exporter.otlp.headers",
              MAP,
              Collections.<String, String>emptyMap(),
              "Headers sent along, e.g. an API key; percent-encoded values.")
          .secret();

  public static final Option<Long> OTLP_TIMEOUT =
      OTLP.add("otel.exporter.otlp.timeout", DURATION, 10_000L, "Longest time for one attempt.");

  public static final Option<String> OTLP_COMPRESSION =
      OTLP.add("otel.exporter.otlp.compression", compression(), "none", "How bodies are packed.");

  public static final Option<String> OTLP_CERTIFICATE =
      OTLP.add(
          "otel.exporter.otlp.certificate",
          FILE,
          null,
          "Trusted certificates (PEM); without it the JVM's.");

  public static final Option<String> OTLP_CLIENT_KEY =
      OTLP.add("otel.exporter.otlp.client.key", FILE, null, "The client's private key (PEM).");

  public static final Option<String> OTLP_CLIENT_CERTIFICATE =
      OTLP.add(
          "otel.exporter.otlp.client.certificate", FILE, null, "The client's certificate (PEM).");

  public static final Option<Boolean> OTLP_RETRY_DISABLED =
      OTLP.add(
          "otel.java.exporter.otlp.retry.disabled",
          BOOLEAN,
          false,
          "`true`: what fails for a passing reason is dropped instead of sent again.");

  static final Declarations OTLP_TRACES =
      new Declarations("OTLP for traces (each without a value: the general one above)");

  public static final Option<String> OTLP_TRACES_ENDPOINT =
      OTLP_TRACES.add(
          "otel.exporter.otlp.traces.endpoint", URL, null, "The whole URL; no path is added.");

  public static final Option<String> OTLP_TRACES_PROTOCOL =
      OTLP_TRACES.add("otel.exporter.otlp.traces.protocol", protocol(), null, "As above.");

  public static final Option<Map<String, String>> OTLP_TRACES_HEADERS =
      OTLP_TRACES.add("otel.exporter.otlp.traces.headers", MAP, null, "As above.").secret();

  public static final Option<Long> OTLP_TRACES_TIMEOUT =
      OTLP_TRACES.add("otel.exporter.otlp.traces.timeout", DURATION, null, "As above.");

  public static final Option<String> OTLP_TRACES_COMPRESSION =
      OTLP_TRACES.add("otel.exporter.otlp.traces.compression", compression(), null, "As above.");

  public static final Option<String> OTLP_TRACES_CERTIFICATE =
      OTLP_TRACES.add("otel.exporter.otlp.traces.certificate", FILE, null, "As above.");

  public static final Option<String> OTLP_TRACES_CLIENT_KEY =
      OTLP_TRACES.add("otel.exporter.otlp.traces.client.key", FILE, null, "As above.");

  public static final Option<String> OTLP_TRACES_CLIENT_CERTIFICATE =
      OTLP_TRACES.add("otel.exporter.otlp.traces.client.certificate", FILE, null, "As above.");

  ExportOptions() {}

  static OptionType<String> protocol() {
    return new Choices("http/protobuf", "grpc").unsupported("http/json", "http/protobuf").one();
  }

  static OptionType<String> compression() {
    return new Choices("none", "gzip").one();
  }
}
