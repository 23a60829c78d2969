package io.obsagent.engine.metrics;

/**
 * One thread's visit to all series: when it takes place, and how much memory busy ones may take.
 */
final class Drain {
  /** What striped series may take in all: beyond it a busy series stays as it is. */
  private static final long HOT_MEMORY = 5L << 20;

  private final int stripes;
  private final int maxHot;
  private int hot;

  /** {@link System#nanoTime} of this visit. */
  long nanos;

  /** Since the visit before; 0 at the first. */
  long elapsedNanos;

  /**
   * @param cores that may record at the same time
   */
  Drain(int cores) {
    this.stripes = Integer.highestOneBit(Math.max(1, Math.min(8, cores)));
    this.maxHot = (int) (HOT_MEMORY / ((long) stripes * Cell.HOT_BYTES));
  }

  void begin(long now) {
    elapsedNanos = nanos == 0 ? 0 : now - nanos;
    nanos = now;
  }

  /** A power of two. */
  int stripes() {
    return stripes;
  }

  /** Whether there is memory for one more hot series; if so it is taken. */
  boolean heat() {
    if (hot >= maxHot) {
      return false;
    }
    hot++;
    return true;
  }

  void cool() {
    hot--;
  }
}
