package io.obsagent.engine.export;

import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.resource.ResourceDetector;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the OTLP exporter with the first metrics, so that nothing of OpenTelemetry is loaded
 * before. Where nobody said where metrics go, only once a collector on this machine takes them: it
 * is asked at each export, at most every five minutes after it was not there; nothing is printed.
 */
final class LazyMetricExporter implements MetricExporter {
  private static final int AUTO_PORT = 4_318;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(300);

  private final OtlpSettings settings;
  private final ResourceDetector resource;
  private final String version;
  private final MetricConversion.Temporality temporality;
  private final boolean exponential;
  private final long timeoutMillis;
  private final int port;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long nextProbeNanos = System.nanoTime();
  private MetricExporter exporter;

  /**
   * @param auto whether to look for a collector on this machine first
   */
  LazyMetricExporter(
      OtlpSettings settings,
      ResourceDetector resource,
      String version,
      MetricConversion.Temporality temporality,
      boolean exponential,
      long timeoutMillis,
      boolean auto) {
    this.settings = settings;
    this.resource = resource;
    this.version = version;
    this.temporality = temporality;
    this.exponential = exponential;
    this.timeoutMillis = timeoutMillis;
    this.port = auto ? AUTO_PORT : 0;
  }

  @Override
  public void export(List<MetricReading> readings, long nowMillis, long deadlineNanos) {
    if (exporter == null && isThere()) {
      exporter =
          new OtlpMetricExporter(
              settings,
              new MetricConversion(
                  new ExportNames(OtlpMaker.converted(resource.resource()), version),
                  temporality,
                  exponential),
              temporality == MetricConversion.Temporality.CUMULATIVE,
              timeoutMillis);
    }
    if (exporter != null) {
      exporter.export(readings, nowMillis, deadlineNanos);
    }
  }

  private boolean isThere() {
    if (port == 0) {
      return true;
    }
    long now = System.nanoTime();
    if (now - nextProbeNanos < 0) {
      return false;
    }
    if (LocalCollector.takes(port, LocalCollector.METRICS)) {
      return true;
    }
    nextProbeNanos = now + pauseNanos;
    pauseNanos = Math.min(MAX_PAUSE_NANOS, pauseNanos * 2);
    return false;
  }

  @Override
  public long work(long nowNanos, long deadlineNanos) {
    return exporter == null ? NOTHING : exporter.work(nowNanos, deadlineNanos);
  }

  @Override
  public boolean isIdle() {
    return exporter == null || exporter.isIdle();
  }

  @Override
  public void close() {
    if (exporter != null) {
      exporter.close();
    }
  }
}
