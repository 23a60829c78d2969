package io.obsagent.engine.metrics;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * One stripe of a duration series: a recorder of HdrHistogram for the distribution, and what must
 * be exact.
 *
 * <p>Cost of recording: four atomic additions in the recorder, one here, one more for an error; no
 * lock, no allocation. The range is fixed (1 µs to 60 s; beyond it the bucket of 60 s) and the
 * values are clamped before, so the recorder neither grows nor throws.
 *
 * <p>Memory ordering: the recorder is written before the sum, so who sees the sum move finds the
 * value in the recorder.
 */
final class Cell {
  static final long MAX_MICROS = 60_000_000;
  static final int COLD_DIGITS = 1;
  static final int HOT_DIGITS = 2;

  /** A recorder's counts at two digits, about. */
  static final int HOT_BYTES = 22_000;

  private static final AtomicLongFieldUpdater<Cell> SUM =
      AtomicLongFieldUpdater.newUpdater(Cell.class, "sumNanos");
  private static final AtomicLongFieldUpdater<Cell> ERRORS =
      AtomicLongFieldUpdater.newUpdater(Cell.class, "errors");

  private final int digits;
  private final Recorder recorder;
  private volatile long sumNanos;
  private volatile long errors;

  /** What the drain has seen of the two; its own. */
  private long drainedSum;

  private long drainedErrors;

  Cell(int digits) {
    this.digits = digits;
    this.recorder = new Recorder(1, MAX_MICROS, digits);
  }

  /**
   * @param nanos 1 or more
   */
  void record(long nanos, boolean error) {
    long micros = nanos / 1_000;
    recorder.recordValue(micros < MAX_MICROS ? micros : MAX_MICROS);
    if (error) {
      ERRORS.getAndIncrement(this);
    }
    SUM.getAndAdd(this, nanos);
  }

  /** Adds what came since the last time to {@code to}; true if there was anything. */
  boolean drain(Drain drain, Distribution to) {
    long sum = sumNanos;
    if (sum == drainedSum) {
      return false;
    }
    to.sumNanos += sum - drainedSum;
    drainedSum = sum;
    long failed = errors;
    to.errors += failed - drainedErrors;
    drainedErrors = failed;
    Histogram interval = recorder.getIntervalHistogram(drain.spare(digits), false);
    to.add(interval);
    drain.spare(digits, interval);
    return true;
  }
}
