package io.obsagent.engine.export;

import io.obsagent.engine.resource.ResourceDetector;
import java.util.concurrent.TimeUnit;

/**
 * The OTLP collector of log records. Where nobody said where it is, one on this machine is asked
 * first, in silence: at most every five minutes after it was not there.
 */
final class LogDestination implements LogExporter.Destination {
  private static final int AUTO_PORT = 4_318;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(300);

  private final OtlpSettings settings;
  private final ResourceDetector resource;
  private final String version;
  private final CollectorHealth health;
  private final int batchSize;
  private final int exportTimeoutMillis;
  private final boolean known;
  private boolean probed;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long nextProbeNanos;

  /**
   * @param known somebody said where records go
   */
  LogDestination(
      OtlpSettings settings,
      ResourceDetector resource,
      String version,
      CollectorHealth health,
      int batchSize,
      int exportTimeoutMillis,
      boolean known) {
    this.settings = settings;
    this.resource = resource;
    this.version = version;
    this.health = health;
    this.batchSize = batchSize;
    this.exportTimeoutMillis = exportTimeoutMillis;
    this.known = known;
  }

  @Override
  public OtlpLogExporter open(LogBacklog backlog, Runnable wake, long nowNanos) {
    if (!known && !isThere(nowNanos)) {
      return null;
    }
    return new OtlpLogExporter(
        settings,
        OtlpMaker.converted(resource.resource()),
        version,
        backlog,
        batchSize,
        exportTimeoutMillis,
        health,
        wake);
  }

  private boolean isThere(long nowNanos) {
    if (probed && nowNanos - nextProbeNanos < 0) {
      return false;
    }
    probed = true;
    if (LocalCollector.takes(AUTO_PORT, LocalCollector.LOGS)) {
      return true;
    }
    nextProbeNanos = nowNanos + pauseNanos;
    pauseNanos = Math.min(MAX_PAUSE_NANOS, pauseNanos * 2);
    return false;
  }
}
