package io.obsagent.engine.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Knows the fragments that are not complete, so that a span which never ends neither leaks nor
 * hides the rest of its trace. Every new fragment is written into the next slot of a ring: one
 * atomic increment and one exchange, no allocation, completed fragments are simply overwritten.
 * Only a fragment that is still open when the ring comes round moves to a small map.
 *
 * <p>{@link #sweep} runs on the exporting thread.
 */
final class LiveFragments {
  private static final int SLOTS = 1_024;

  /** Open fragments beside the ring; when even these are full, the oldest are given up at once. */
  private static final int MAX_OVERFLOW = 16_384;

  /** sampling.md, Limits: from this age on a fragment whose root is open goes out in parts. */
  private static final long PART_AGE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Assumed of a span of a fragment too small to be measured. */
  private static final int ROUGH_SPAN_BYTES = 640;

  private final AtomicReferenceArray<Fragment> ring = new AtomicReferenceArray<>(SLOTS);
  private final AtomicInteger position = new AtomicInteger();
  private final AtomicReferenceArray<Fragment> overflow = new AtomicReferenceArray<>(MAX_OVERFLOW);
  private final AtomicInteger overflowPosition = new AtomicInteger();

  private final long decisionWaitNanos;

  private volatile Runnable sweeping;
  private volatile long smallBytes;

  LiveFragments(long decisionWaitMillis) {
    this.decisionWaitNanos = TimeUnit.MILLISECONDS.toNanos(decisionWaitMillis);
  }

  /** Called with the first fragment, and at most once per round of the ring later. */
  void whenUsed(Runnable sweeping) {
    this.sweeping = sweeping;
  }

  void add(Fragment fragment) {
    int slot = position.getAndIncrement() & (SLOTS - 1);
    if (slot == 0 && sweeping != null) {
      sweeping.run();
    }
    Fragment previous = ring.getAndSet(slot, fragment);
    if (previous != null && previous.openParts() > 0) {
      keep(previous);
    }
  }

  private void keep(Fragment fragment) {
    int slot = overflowPosition.getAndIncrement() & (MAX_OVERFLOW - 1);
    Fragment evicted = overflow.getAndSet(slot, fragment);
    if (evicted != null) {
      int parts = evicted.openParts();
      if (parts > 0) {
        evicted.cut(parts);
      }
    }
  }

  void sweep(long nowNanos) {
    smallBytes = sweep(ring, nowNanos) + sweep(overflow, nowNanos);
  }

  /** Estimated bytes of the open fragments too small to be measured, at the last sweep. */
  long smallBytes() {
    return smallBytes;
  }

  private long sweep(AtomicReferenceArray<Fragment> fragments, long nowNanos) {
    long bytes = 0;
    for (int i = 0; i < fragments.length(); i++) {
      Fragment fragment = fragments.get(i);
      if (fragment == null) {
        continue;
      }
      if (fragment.sweep(nowNanos - decisionWaitNanos, nowNanos - PART_AGE_NANOS)) {
        fragments.compareAndSet(i, fragment, null);
      } else {
        bytes += (long) (fragment.size() % FragmentGrowth.STEP) * ROUGH_SPAN_BYTES;
      }
    }
    return bytes;
  }

  /**
   * Lets go of what is undecided until so many bytes are free: first parts that nobody wanted so
   * far, then what has ended of fragments without an error, then of the others; of each the oldest
   * first. Their roots stay, and what ends later.
   */
  void shed(long bytes) {
    List<Fragment> oldest = new ArrayList<>();
    collect(ring, oldest);
    collect(overflow, oldest);
    Collections.sort(oldest, new ByAge());
    long left = bytes;
    for (int i = 0; i < oldest.size() && left > 0; i++) {
      left -= oldest.get(i).growth().shedHeld(oldest.get(i));
    }
    for (int errors = 0; errors < 2; errors++) {
      for (int i = 0; i < oldest.size() && left > 0; i++) {
        Fragment fragment = oldest.get(i);
        if (fragment.isFailed() == (errors == 1)) {
          left -= fragment.growth().shed(fragment);
        }
      }
    }
  }

  private static void collect(AtomicReferenceArray<Fragment> from, List<Fragment> to) {
    for (int i = 0; i < from.length(); i++) {
      Fragment fragment = from.get(i);
      if (fragment != null && fragment.root() != null && fragment.growthOrNull() != null) {
        to.add(fragment);
      }
    }
  }

  private static final class ByAge implements Comparator<Fragment> {
    @Override
    public int compare(Fragment one, Fragment other) {
      return Long.signum(one.root().startNanos() - other.root().startNanos());
    }
  }

  void cutAll() {
    cutAll(ring);
    cutAll(overflow);
  }

  private static void cutAll(AtomicReferenceArray<Fragment> fragments) {
    for (int i = 0; i < fragments.length(); i++) {
      Fragment fragment = fragments.getAndSet(i, null);
      if (fragment != null) {
        int parts = fragment.openParts();
        while (parts > 0 && !fragment.cut(parts)) {
          parts = fragment.openParts();
        }
      }
    }
  }
}
