package io.obsagent.engine.export;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.process.ProcessMetrics;
import io.obsagent.engine.metrics.prometheus.PrometheusServer;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.signals.GoldenSignals;
import io.obsagent.engine.signals.Watches;
import java.util.ArrayList;
import java.util.List;

/**
 * From the instruments to wherever metrics go, joined as the configuration says. Made in premain,
 * where it loads none of OpenTelemetry.
 */
public final class MetricsPipeline {
  private final Metrics metrics;
  private final GoldenSignals signals;
  private final MetricsThread thread;
  private final String description;

  private MetricsPipeline(
      Metrics metrics, GoldenSignals signals, MetricsThread thread, String description) {
    this.metrics = metrics;
    this.signals = signals;
    this.thread = thread;
    this.description = description;
  }

  /**
   * Joins what the settings name.
   *
   * @param resource of every metric; asked for everything only on the metrics thread
   * @param version of the agent
   */
  public static MetricsPipeline of(
      Configuration settings, ResourceDetector resource, String version) {
    List<String> names = settings.get(Options.METRICS_EXPORTER);
    if (names.isEmpty() || settings.get(Options.SDK_DISABLED)) {
      Metrics off = Metrics.off();
      Watches.of(settings.get(Options.WATCH), off);
      return new MetricsPipeline(off, new GoldenSignals(off), null, "none");
    }
    boolean exponential =
        names.contains("otlp")
            && settings.get(Options.OTLP_METRICS_AGGREGATION).startsWith("base2");
    Metrics metrics =
        Metrics.of(
            settings.get(Options.CARDINALITY_LIMIT),
            exponential,
            !settings.get(Options.EXEMPLAR_FILTER).equals("always_off"));
    GoldenSignals signals = new GoldenSignals(metrics);
    List<MetricExporter> exporters = new ArrayList<>();
    StringBuilder description = new StringBuilder();
    if (names.contains("otlp")) {
      OtlpSettings otlp = OtlpSettings.forMetrics(settings);
      boolean auto = isAuto(settings);
      exporters.add(
          new LazyMetricExporter(
              otlp,
              resource,
              version,
              temporality(settings.get(Options.OTLP_METRICS_TEMPORALITY)),
              exponential,
              settings.get(Options.METRIC_EXPORT_TIMEOUT),
              auto));
      description.append("otlp to ").append(Endpoints.shown(otlp.endpoint()));
    }
    if (names.contains("prometheus")) {
      String host = settings.get(Options.PROMETHEUS_HOST);
      int port = settings.get(Options.PROMETHEUS_PORT);
      exporters.add(new PrometheusExporter(new PrometheusServer(metrics, resource, host, port)));
      description.append(description.length() == 0 ? "" : ", ");
      description.append("prometheus on ").append(host).append(':').append(port);
    }
    if (names.contains("console")) {
      String stream = settings.get(Options.CONSOLE_STREAM);
      exporters.add(ConsoleMetricExporter.on(stream));
      description
          .append(description.length() == 0 ? "" : ", ")
          .append("console on ")
          .append(stream);
    }
    return new MetricsPipeline(
        metrics,
        signals,
        new MetricsThread(
            metrics,
            exporters,
            settings.get(Options.METRIC_EXPORT_INTERVAL),
            new Visit(signals, Watches.of(settings.get(Options.WATCH), metrics)),
            new Late(metrics, settings.isInstrumentationEnabled("runtime-telemetry"))),
        description.toString());
  }

  private static boolean isAuto(Configuration settings) {
    return !settings.isSet(Options.METRICS_EXPORTER)
        && !settings.isSet(Options.OTLP_ENDPOINT)
        && !settings.isSet(Options.OTLP_METRICS_ENDPOINT)
        && !settings.isSet(Options.OTLP_PROTOCOL)
        && !settings.isSet(Options.OTLP_METRICS_PROTOCOL);
  }

  private static MetricConversion.Temporality temporality(String name) {
    switch (name) {
      case "delta":
        return MetricConversion.Temporality.DELTA;
      case "lowmemory":
        return MetricConversion.Temporality.LOW_MEMORY;
      default:
        return MetricConversion.Temporality.CUMULATIVE;
    }
  }

  /** Where recorders get their instruments. */
  public Metrics metrics() {
    return metrics;
  }

  /** The last minute of this service; there are none where metrics are off. */
  public GoldenSignals signals() {
    return signals;
  }

  /** What is exported where. */
  public String description() {
    return description;
  }

  /**
   * Sends nothing from now on, or goes on. Pages that are read go on showing what was counted. For
   * any thread.
   */
  public void pause(boolean paused) {
    if (thread != null) {
      thread.pause(paused);
    }
  }

  /** Starts the thread, which sleeps first. */
  public void start() {
    if (thread != null) {
      thread.start();
    }
  }

  /** As {@link #flush}, then ends the thread. What has not left by then is lost. */
  public boolean shutdown(long timeoutMillis) {
    return flush(timeoutMillis, true);
  }

  /** Sends everything now; true if it has left in time. */
  public boolean flush(long timeoutMillis) {
    return flush(timeoutMillis, false);
  }

  private boolean flush(long timeoutMillis, boolean last) {
    MetricsThread.Flush flush = thread == null ? null : thread.flush(timeoutMillis, last);
    return flush == null || flush.await();
  }

  /** What is done every ten seconds. */
  private static final class Visit implements Runnable {
    private final GoldenSignals signals;
    private final Watches watches;

    Visit(GoldenSignals signals, Watches watches) {
      this.signals = signals;
      this.watches = watches;
    }

    @Override
    public void run() {
      signals.sample();
      watches.look();
    }
  }

  /** What is measured of the process itself, once its start is over. */
  private static final class Late implements Runnable {
    private final Metrics metrics;
    private final boolean jvm;

    Late(Metrics metrics, boolean jvm) {
      this.metrics = metrics;
      this.jvm = jvm;
    }

    @Override
    public void run() {
      ProcessMetrics.register(metrics, jvm);
    }
  }
}
