package io.obsagent.engine.export;

import io.obsagent.engine.metrics.MetricReading;
import java.util.List;

/**
 * Somewhere metrics are sent. Called by the metrics thread alone, which may wait here: nobody waits
 * for it.
 */
interface MetricExporter {
  /** {@link #work}: nothing to do until the next export. */
  long NOTHING = Long.MAX_VALUE;

  /**
   * Sends, or keeps to send later.
   *
   * @param readings cumulative
   * @param nowMillis when they were read, since the epoch
   * @param deadlineNanos {@link System#nanoTime} after which not to wait any more
   */
  void export(List<MetricReading> readings, long nowMillis, long deadlineNanos);

  /**
   * Sends again what could not be sent.
   *
   * @return nanoseconds until it wants to be called again, or {@link #NOTHING}
   */
  long work(long nowNanos, long deadlineNanos);

  /** Nothing waits to be sent. */
  boolean isIdle();

  /** Gives up what it holds (counted) and its resources. */
  void close();
}
