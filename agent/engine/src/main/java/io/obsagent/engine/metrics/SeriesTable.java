package io.obsagent.engine.metrics;

import io.obsagent.engine.health.AgentHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The series of one instrument, by their attribute values: a fixed array of chains.
 *
 * <p>Cost of finding one: the values' hashes (texts keep theirs), one volatile read of the chain's
 * head, comparisons by identity. No lock, no allocation. A new series is put in front of its chain
 * by compare-and-set, so it is never there twice and nobody waits.
 *
 * <p>Beyond the cap every new set of values shares one series, which says {@code
 * otel.metric.overflow=true}. Series in which nothing was recorded for half an hour are let go,
 * those of a full table after five minutes; only the thread that drains takes out, one at a time,
 * so that a chain has one writer of its links. Who found a series just before it was let go still
 * records into it: it is looked at twice more, and what came late goes to its successor.
 */
abstract class SeriesTable {
  /** Where nobody looks, the collector of idle series can be slow. */
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(30);

  private static final long IDLE_WHEN_FULL_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int FAREWELLS = 2;

  private final AtomicReferenceArray<Series> chains;
  private final int mask;
  private final int limit;
  private final AtomicInteger size = new AtomicInteger();

  /** Null until the cap was reached. */
  private volatile Series overflow;

  /** Let go since the last drain, and at the drain before; the drain's own. */
  private final List<List<Series>> leaving = new ArrayList<>(FAREWELLS);

  /**
   * @param limit series at most, the overflow series among them
   */
  SeriesTable(int limit) {
    this.limit = Math.max(1, limit);
    int length = Integer.highestOneBit(Math.max(1, Math.min(limit, 1 << 17) - 1));
    this.chains = new AtomicReferenceArray<>(length);
    this.mask = length - 1;
    for (int i = 0; i < FAREWELLS; i++) {
      leaving.add(new ArrayList<Series>());
    }
  }

  abstract Series create(Object[] values, int hash);

  /** The series of these values, made if there is none. Never null. */
  final Series get(
      Object v0, Object v1, Object v2, Object v3, Object v4, Object v5, Object v6, Object v7) {
    int hash = Series.hash(v0, v1, v2, v3, v4, v5, v6, v7);
    for (Series one = chains.get(hash & mask); one != null; one = one.next) {
      if (one.is(hash, v0, v1, v2, v3, v4, v5, v6, v7)) {
        return one;
      }
    }
    return miss(hash, v0, v1, v2, v3, v4, v5, v6, v7);
  }

  private Series miss(
      int hash,
      Object v0,
      Object v1,
      Object v2,
      Object v3,
      Object v4,
      Object v5,
      Object v6,
      Object v7) {
    if (size.get() >= limit - 1) {
      return overflow();
    }
    return insert(new Object[] {v0, v1, v2, v3, v4, v5, v6, v7}, hash);
  }

  private Series insert(Object[] v, int hash) {
    if (size.incrementAndGet() > limit - 1) {
      size.decrementAndGet();
      return overflow();
    }
    Series made = create(v, hash);
    int chain = hash & mask;
    while (true) {
      Series first = chains.get(chain);
      for (Series one = first; one != null; one = one.next) {
        if (one.is(hash, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7])) {
          size.decrementAndGet();
          return one;
        }
      }
      made.next = first;
      if (chains.compareAndSet(chain, first, made)) {
        return made;
      }
    }
  }

  private Series overflow() {
    Series known = overflow;
    if (known == null) {
      known = firstOverflow();
    }
    return known;
  }

  /** Two that meet here must not make two: once in the life of an instrument, so a lock will do. */
  private synchronized Series firstOverflow() {
    if (overflow == null) {
      overflow = create(null, 0);
      AgentHealth.count("metrics.overflowed_instruments");
    }
    return overflow;
  }

  final int size() {
    return size.get() + (overflow == null ? 0 : 1);
  }

  final void drain(Drain drain) {
    long idle = size.get() >= limit - 1 ? IDLE_WHEN_FULL_NANOS : IDLE_NANOS;
    sayFarewell(drain);
    List<Series> released = leaving.get(0);
    for (int i = 0; i <= mask; i++) {
      Series next;
      for (Series one = chains.get(i); one != null; one = next) {
        next = one.next;
        if (one.drain(drain) || one.lastUsedNanos == Long.MIN_VALUE) {
          one.lastUsedNanos = drain.nanos;
        } else if (drain.nanos - one.lastUsedNanos >= idle && one.isReleasable()) {
          takeOut(i, one);
          size.decrementAndGet();
          one.release();
          released.add(one);
        }
      }
    }
    if (overflow != null) {
      overflow.drain(drain);
    }
  }

  /** The generations move on; what came late into the oldest goes to its successor. */
  private void sayFarewell(Drain drain) {
    List<Series> oldest = leaving.remove(FAREWELLS - 1);
    for (int i = 0; i < oldest.size(); i++) {
      Series late = oldest.get(i);
      if (late.drain(drain)) {
        insert(late.values, late.hash).absorb(late);
      }
    }
    oldest.clear();
    leaving.add(0, oldest);
  }

  private void takeOut(int chain, Series gone) {
    while (true) {
      Series before = chains.get(chain);
      if (before == gone) {
        if (chains.compareAndSet(chain, gone, gone.next)) {
          return;
        }
        continue;
      }
      while (before.next != gone) {
        before = before.next;
      }
      before.next = gone.next;
      return;
    }
  }

  /** Everything readable, in no order. Called by the thread that drains. */
  final List<Point> points() {
    List<Point> points = new ArrayList<>(size());
    for (int i = 0; i <= mask; i++) {
      for (Series one = chains.get(i); one != null; one = one.next) {
        points.add(one.point());
      }
    }
    if (overflow != null) {
      points.add(overflow.point());
    }
    return points;
  }
}
