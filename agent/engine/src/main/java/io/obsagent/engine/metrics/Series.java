package io.obsagent.engine.metrics;

/**
 * What is recorded under one set of attribute values. A link of a chain of {@link SeriesTable}: its
 * identity never changes, {@link #next} is written by whoever holds the drain.
 */
abstract class Series {
  /** Eight, null where absent. Null itself for the series that takes what is over the cap. */
  final Object[] values;

  final int hash;
  final long startMillis = System.currentTimeMillis();

  volatile Series next;

  /** {@link Drain#nanos} when something was last found here; the drain's own. */
  long lastUsedNanos = Long.MIN_VALUE;

  Series(Object[] values, int hash) {
    this.values = values;
    this.hash = hash;
  }

  /** Texts and numbers by value, all else by identity: nothing foreign is ever asked. */
  static int hash(
      Object v0, Object v1, Object v2, Object v3, Object v4, Object v5, Object v6, Object v7) {
    // Independent products: a chain of multiplications would cost more than all the rest.
    int hash =
        hash(v0)
            + 0x9e3779b1 * hash(v1)
            + 0x85ebca77 * hash(v2)
            + 0xc2b2ae3d * hash(v3)
            + 0x27d4eb2f * hash(v4)
            + 0x165667b1 * hash(v5)
            + 0x2c1b3c6d * hash(v6)
            + 0x297a2d39 * hash(v7);
    return hash ^ (hash >>> 16);
  }

  private static int hash(Object value) {
    if (value == null) {
      return 0;
    }
    if (value instanceof String) {
      return ((String) value).hashCode();
    }
    if (value instanceof Long) {
      return (int) ((Long) value ^ ((Long) value >>> 32));
    }
    return System.identityHashCode(value);
  }

  final boolean is(
      int hash,
      Object v0,
      Object v1,
      Object v2,
      Object v3,
      Object v4,
      Object v5,
      Object v6,
      Object v7) {
    Object[] own = values;
    return this.hash == hash
        && same(own[0], v0)
        && same(own[1], v1)
        && same(own[2], v2)
        && same(own[3], v3)
        && same(own[4], v4)
        && same(own[5], v5)
        && same(own[6], v6)
        && same(own[7], v7);
  }

  /** Recurring values are nearly always the same objects. */
  private static boolean same(Object one, Object other) {
    return one == other || (one != null && other != null && equal(one, other));
  }

  private static boolean equal(Object one, Object other) {
    if (one instanceof String && other instanceof String) {
      return ((String) one).equals((String) other);
    }
    return one instanceof Long
        && other instanceof Long
        && ((Long) one).longValue() == ((Long) other).longValue();
  }

  /** Moves what calls have left into what can be read; true if there was anything. */
  abstract boolean drain(Drain drain);

  /** Nothing would be lost by forgetting it. */
  abstract boolean isReleasable();

  /** It is let go: what was readable so far will not be asked for again. */
  abstract void release();

  /** Takes over what a series of the same values has got since its {@link #release}. */
  abstract void absorb(Series late);

  abstract Point point();
}
