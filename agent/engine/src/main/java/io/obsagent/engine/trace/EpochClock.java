package io.obsagent.engine.trace;

/**
 * Turns {@link System#nanoTime} into time since the epoch. The wall clock is read once per fragment
 * and has milliseconds only (Java 8); the offset between both clocks, tracked over many readings,
 * gives the microseconds, so that fragments of one trace in several processes line up. A wall clock
 * that was set is followed at once.
 *
 * <p>Thread-safe; a lost race costs precision below one millisecond.
 */
final class EpochClock {
  private static final long MILLI = 1_000_000L;

  /** Epoch minus monotonic, in nanoseconds: the largest seen, since millis are always cut down. */
  private volatile long offset = System.currentTimeMillis() * MILLI - System.nanoTime();

  /**
   * The offset to add to {@link System#nanoTime} readings of a fragment that begins now. One
   * wall-clock read, one volatile read.
   *
   * @param nowNanos {@link System#nanoTime}, read just now
   */
  long anchor(long nowNanos) {
    long coarse = System.currentTimeMillis() * MILLI - nowNanos;
    long known = offset;
    long ahead = known - coarse;
    if (ahead >= 0 && ahead < 2 * MILLI) {
      return known;
    }
    // Either this reading fell just after a tick and is the better one, or the clock was set.
    offset = coarse;
    return coarse;
  }
}
