package io.obsagent.engine.trace;

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

  /** sampling.md: how long a root that has ended waits for its open children. */
  private static final long DECISION_WAIT_NANOS = 2_000_000_000L;

  /**
   * A root this old is reported with what has ended so far; its later parts follow as late ones.
   */
  private static final long MAX_AGE_NANOS = 600_000_000_000L;

  private final AtomicReferenceArray<Fragment> ring = new AtomicReferenceArray<>(SLOTS);
  private final AtomicInteger position = new AtomicInteger();
  private final AtomicReferenceArray<Fragment> overflow = new AtomicReferenceArray<>(MAX_OVERFLOW);
  private final AtomicInteger overflowPosition = new AtomicInteger();

  private volatile Runnable sweeping;

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
    sweep(ring, nowNanos);
    sweep(overflow, nowNanos);
  }

  private static void sweep(AtomicReferenceArray<Fragment> fragments, long nowNanos) {
    for (int i = 0; i < fragments.length(); i++) {
      Fragment fragment = fragments.get(i);
      if (fragment != null
          && fragment.sweep(nowNanos - DECISION_WAIT_NANOS, nowNanos - MAX_AGE_NANOS)) {
        fragments.compareAndSet(i, fragment, null);
      }
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
