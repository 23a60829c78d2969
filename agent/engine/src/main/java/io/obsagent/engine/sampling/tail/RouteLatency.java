package io.obsagent.engine.sampling.tail;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The durations of one route, and the percentile of them. Buckets of a sixteenth of an octave, so
 * the percentile is off by at most 6 %. The past fades: once a minute all counts are halved, where
 * there are enough of them.
 *
 * <p>Cost: two atomic increments; every {@value #EVERY} calls one thread goes through the buckets.
 * No lock, no allocation.
 */
final class RouteLatency {
  /** Fewer calls have no percentile worth the name. */
  static final int ENOUGH = 100;

  private static final int EVERY = 64;
  private static final int MANY = 1_000;
  private static final long FADE_NANOS = 60_000_000_000L;

  /** Sixteen buckets an octave, from about a microsecond to 18 minutes. */
  private static final int OCTAVE_BITS = 4;

  private static final int LAST_OCTAVE = 30;
  private static final int BUCKETS = (LAST_OCTAVE - OCTAVE_BITS + 2) << OCTAVE_BITS;

  final long key;
  private final double share;
  private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
  private final AtomicInteger calls = new AtomicInteger();

  /** Calls in buckets above this one are slow. */
  private volatile int slowest = BUCKETS;

  private volatile long fadedNanos;

  RouteLatency(long key, double share) {
    this.key = key;
    this.share = share;
  }

  /** Compares with what was seen before, then counts. */
  boolean isSlow(long nanos, long nowNanos) {
    int bucket = bucket(nanos);
    boolean slow = bucket > slowest;
    counts.incrementAndGet(bucket);
    int call = calls.incrementAndGet();
    if (call == 1) {
      fadedNanos = nowNanos;
    }
    if ((call & (EVERY - 1)) == 0) {
      lookAgain(nowNanos);
    }
    return slow;
  }

  /** Two threads may do so at once: what one halves twice, or misses, is gone in a minute. */
  private void lookAgain(long nowNanos) {
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += counts.get(i);
    }
    if (total < ENOUGH) {
      return;
    }
    long below = (long) Math.ceil(share * total);
    int bucket = 0;
    for (long seen = counts.get(0); seen < below && bucket < BUCKETS - 1; ) {
      seen += counts.get(++bucket);
    }
    slowest = bucket;
    if (total >= MANY && nowNanos - fadedNanos >= FADE_NANOS) {
      fadedNanos = nowNanos;
      for (int i = 0; i < BUCKETS; i++) {
        counts.addAndGet(i, -(counts.get(i) >> 1));
      }
    }
  }

  private static int bucket(long nanos) {
    long units = Math.max(0, nanos) >>> 10;
    if (units < 1 << OCTAVE_BITS) {
      return (int) units;
    }
    int octave = 63 - Long.numberOfLeadingZeros(units);
    if (octave > LAST_OCTAVE) {
      return BUCKETS - 1;
    }
    int within = (int) (units >>> octave - OCTAVE_BITS) & ((1 << OCTAVE_BITS) - 1);
    return (octave - OCTAVE_BITS + 1 << OCTAVE_BITS) + within;
  }
}
