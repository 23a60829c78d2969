package io.obsagent.engine.metrics;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.HdrHistogram.AtomicHistogram;

/**
 * One stripe of a duration series: a histogram of HdrHistogram for the distribution, and what must
 * be exact.
 *
 * <p>Cost of recording: two atomic additions in the histogram, one here, one more for an error; no
 * lock, no allocation. The range is fixed (1 µs to 60 s; beyond it the bucket of 60 s) and the
 * values are clamped before, so the histogram neither grows nor throws.
 *
 * <p>It counts from its beginning and is read while threads record. A Recorder, which swaps two
 * histograms, costs them two more additions, and its reader waits for everyone who has begun: for
 * ever, if one of them ran out of stack in between.
 *
 * <p>A hot one is {@link Padded}: two that a collector has moved next to each other would take the
 * same cache line from each other's core at each record, which made two threads slower than one.
 *
 * <p>Memory ordering: the histogram is written before the sum, so who sees the sum move finds the
 * value in the histogram.
 */
class Cell extends CellFront {
  static final long MAX_MICROS = 60_000_000;
  static final int COLD_DIGITS = 1;
  static final int HOT_DIGITS = 2;

  /** A histogram's counts at two digits, about. */
  static final int HOT_BYTES = 22_000;

  private static final AtomicLongFieldUpdater<Cell> SUM =
      AtomicLongFieldUpdater.newUpdater(Cell.class, "sumNanos");
  private static final AtomicLongFieldUpdater<Cell> ERRORS =
      AtomicLongFieldUpdater.newUpdater(Cell.class, "errors");

  private final AtomicHistogram histogram;
  private volatile long sumNanos;
  private volatile long errors;

  /** What the drain has seen; its own. */
  private long seenSum;

  Cell(int digits) {
    this.histogram = new AtomicHistogram(1, MAX_MICROS, digits);
  }

  /**
   * @param nanos 1 or more
   */
  void record(long nanos, boolean error) {
    long micros = nanos / 1_000;
    histogram.recordValue(micros < MAX_MICROS ? micros : MAX_MICROS);
    if (error) {
      ERRORS.getAndIncrement(this);
    }
    SUM.getAndAdd(this, nanos);
  }

  /** Whether anything was recorded since this was last asked; the drain's own. */
  boolean hasMoved() {
    long sum = sumNanos;
    boolean moved = sum != seenSum;
    seenSum = sum;
    return moved;
  }

  /** Adds all that was ever recorded. */
  void addTo(Distribution total) {
    total.sumNanos += sumNanos;
    total.errors += errors;
    total.add(histogram);
  }

  /** One that shares no cache line with what lies behind it. */
  static final class Padded extends Cell {
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

    Padded(int digits) {
      super(digits);
    }
  }
}
