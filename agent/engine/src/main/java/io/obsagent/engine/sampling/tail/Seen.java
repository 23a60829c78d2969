package io.obsagent.engine.sampling.tail;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What was seen lately: a fixed table of fingerprints with the time at which each was last
 * admitted. 32 KiB. Where the table has no room nothing is new, so what it admits is bounded by its
 * size.
 *
 * <p>Cost: up to eight volatile reads, one compare-and-set for what is admitted. No lock, no
 * allocation. Two threads that bring the same new fingerprint at the same instant may both be told
 * that it is new.
 */
final class Seen {
  static final int SIZE = 4_096;
  private static final int WAYS = 4;

  /** An entry is 40 bits of fingerprint and 24 of time, in ticks of which a period has so many. */
  private static final int TICKS = 1_024;

  private static final int TIME_BITS = 24;
  private static final long TIME_MASK = (1L << TIME_BITS) - 1;

  private final AtomicLongArray entries = new AtomicLongArray(SIZE);
  private final long tickNanos;

  /**
   * @param periodNanos after which the same is new again; 0 for never
   */
  Seen(long periodNanos) {
    this.tickNanos = periodNanos == 0 ? 0 : Math.max(1, periodNanos / TICKS);
  }

  /** True if it is new; then it no longer is. */
  boolean isNew(long fingerprint, long nowNanos) {
    long mixed = mix(fingerprint);
    int set = (int) (mixed & (SIZE - WAYS));
    long made = mixed << TIME_BITS | tick(nowNanos);
    if (made >>> TIME_BITS == 0) {
      made |= 1L << TIME_BITS;
    }
    for (int i = set; i < set + WAYS; i++) {
      long entry = entries.get(i);
      if (entry >>> TIME_BITS == made >>> TIME_BITS) {
        return isOver(entry, nowNanos) && entries.compareAndSet(i, entry, made);
      }
    }
    for (int i = set; i < set + WAYS; i++) {
      long entry = entries.get(i);
      if ((entry == 0 || isOver(entry, nowNanos)) && entries.compareAndSet(i, entry, made)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOver(long entry, long nowNanos) {
    long age = tick(nowNanos) - (entry & TIME_MASK) & TIME_MASK;
    // A fragment that ended a little before another is no reason for a new period.
    return tickNanos != 0 && age >= TICKS && age < TIME_MASK - TICKS;
  }

  private long tick(long nowNanos) {
    return tickNanos == 0 ? 0 : Math.floorDiv(nowNanos, tickNanos) & TIME_MASK;
  }

  /** Spreads every bit over all (the finaliser of MurmurHash3, in the public domain). */
  static long mix(long value) {
    long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
