package io.obsagent.engine.config;

import static io.obsagent.engine.config.OptionTypes.COUNT;
import static io.obsagent.engine.config.OptionTypes.DURATION;
import static io.obsagent.engine.config.OptionTypes.FILE;
import static io.obsagent.engine.config.OptionTypes.LIST;
import static io.obsagent.engine.config.OptionTypes.MAP;
import static io.obsagent.engine.config.OptionTypes.POSITIVE;
import static io.obsagent.engine.config.OptionTypes.TEXT;
import static io.obsagent.engine.config.OptionTypes.URL;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The part of {@link Options} about metrics: what is counted, where it goes and how. */
class MetricOptions extends LogOptions {
  static final Declarations METRICS = new Declarations("Metrics");

  public static final Option<List<String>> METRICS_EXPORTER =
      METRICS.add(
          "otel.metrics.exporter",
          new Choices("otlp", "prometheus", "console", "none")
              .alias("logging", "console")
              .unsupported("logging-otlp", "console")
              .unsupported("otlp/stdout", "console")
              .list(),
          Collections.singletonList("otlp"),
          "Where metrics go; `logging` means `console`. Where neither this nor an OTLP endpoint or"
              + " protocol is set, a collector on `localhost:4318` that takes metrics is looked"
              + " for in silence.");

  public static final Option<Long> METRIC_EXPORT_INTERVAL =
      METRICS.add(
          "otel.metric.export.interval", DURATION, 60_000L, "Time from one export to the next.");

  public static final Option<Long> METRIC_EXPORT_TIMEOUT =
      METRICS.add(
          "otel.metric.export.timeout",
          DURATION,
          30_000L,
          "Longest time to wait for the answer to one request, whatever the sender believes.");

  public static final Option<Integer> CARDINALITY_LIMIT =
      METRICS.add(
          "otel.java.metrics.cardinality.limit",
          POSITIVE,
          2_000,
          "Series per metric; what is beyond shares one with `otel.metric.overflow=true`.");

  public static final Option<String> EXEMPLAR_FILTER =
      METRICS.add(
          "otel.metrics.exemplar.filter",
          new Choices("trace_based", "always_off").unsupported("always_on", "trace_based").one(),
          "trace_based",
          "Whether histograms carry exemplars: calls whose trace a collector has accepted.");

  public static final Option<String> PROMETHEUS_HOST =
      METRICS.add(
          "otel.exporter.prometheus.host",
          TEXT,
          "0.0.0.0",
          "Where `otel.metrics.exporter=prometheus` listens.");

  public static final Option<Integer> PROMETHEUS_PORT =
      METRICS.add(
          "otel.exporter.prometheus.port",
          COUNT,
          9_464,
          "Where `otel.metrics.exporter=prometheus` listens; 0 takes a free port.");

  public static final Option<List<String>> WATCH =
      METRICS.add(
          "obs.watch",
          LIST,
          Collections.<String>emptyList(),
          "Thresholds of metrics, e.g. `process_resident_memory>512MiB,obs.cpu.utilization>90%`:"
              + " one line in the agent's log when one is crossed, one when that is over.");

  static final Declarations OTLP_METRICS =
      new Declarations("OTLP for metrics (each without a value: the general one above)");

  public static final Option<String> OTLP_METRICS_TEMPORALITY =
      OTLP_METRICS.add(
          "otel.exporter.otlp.metrics.temporality.preference",
          new Choices("cumulative", "delta", "lowmemory").one(),
          "cumulative",
          "Whether points count from the beginning or from the export before. `lowmemory`: as"
              + " `delta`, but what is asked for at each export stays cumulative.");

  public static final Option<String> OTLP_METRICS_AGGREGATION =
      OTLP_METRICS.add(
          "otel.exporter.otlp.metrics.default.histogram.aggregation",
          new Choices("explicit_bucket_histogram", "base2_exponential_bucket_histogram").one(),
          "explicit_bucket_histogram",
          "The buckets of histograms: those of the conventions, or as fine as 160 reach.");

  public static final Option<String> OTLP_METRICS_ENDPOINT =
      OTLP_METRICS.add(
          "otel.exporter.otlp.metrics.endpoint", URL, null, "The whole URL; no path is added.");

  public static final Option<String> OTLP_METRICS_PROTOCOL =
      OTLP_METRICS.add("otel.exporter.otlp.metrics.protocol", protocol(), null, "As above.");

  public static final Option<Map<String, String>> OTLP_METRICS_HEADERS =
      OTLP_METRICS.add("otel.exporter.otlp.metrics.headers", MAP, null, "As above.").secret();

  public static final Option<Long> OTLP_METRICS_TIMEOUT =
      OTLP_METRICS.add("otel.exporter.otlp.metrics.timeout", DURATION, null, "As above.");

  public static final Option<String> OTLP_METRICS_COMPRESSION =
      OTLP_METRICS.add("otel.exporter.otlp.metrics.compression", compression(), null, "As above.");

  public static final Option<String> OTLP_METRICS_CERTIFICATE =
      OTLP_METRICS.add("otel.exporter.otlp.metrics.certificate", FILE, null, "As above.");

  public static final Option<String> OTLP_METRICS_CLIENT_KEY =
      OTLP_METRICS.add("otel.exporter.otlp.metrics.client.key", FILE, null, "As above.");

  public static final Option<String> OTLP_METRICS_CLIENT_CERTIFICATE =
      OTLP_METRICS.add("otel.exporter.otlp.metrics.client.certificate", FILE, null, "As above.");

  MetricOptions() {}
}
