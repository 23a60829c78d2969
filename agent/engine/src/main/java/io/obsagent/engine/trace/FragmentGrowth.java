package io.obsagent.engine.trace;

import io.obsagent.engine.health.AgentHealth;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What only a large or an old fragment has: how many bytes its ended spans are, and the parts of it
 * that have gone out while its root is still open. Made for the {@value #STEP}th span or the first
 * part, so that ordinary fragments know nothing of it.
 *
 * <p>Everything but {@link #kept} and {@link #refusals} belongs to whoever holds the {@linkplain
 * #enter turn}, or, once no part of the fragment is open, to the thread that completes it. Nobody
 * waits for a turn.
 */
final class FragmentGrowth {
  /** Spans after which the size is looked at again. */
  static final int STEP = 64;

  /** sampling.md, Limits: bytes of a fragment, estimated. */
  static final long MAX_BYTES = 1L << 20;

  private static final String MEMORY = "dropped.memory_limit";

  /** Spans a fragment may have over its cap while another thread is making room. */
  private static final int SLACK = 512;

  /** Of a fragment that could not be made smaller so many spans are refused until the next try. */
  private static final int REFUSALS = 1_024;

  /** Spans that may still be refused before another try at making room; 0 where there is room. */
  final AtomicInteger refusals = new AtomicInteger();

  /** What was kept first, of a fragment that goes in parts: the others are kept on its word. */
  volatile Fragment kept;

  /** How many parts have gone out; of a part its own number. */
  int parts;

  private final AtomicBoolean turn = new AtomicBoolean();

  /** Parts not kept so far, oldest first: a later keep releases them. */
  private final ArrayDeque<Fragment> held = new ArrayDeque<>();

  private long bytes;
  private long heldBytes;
  private long lastPartNanos;

  /** False if another thread is at it. */
  boolean enter() {
    return turn.compareAndSet(false, true);
  }

  void leave() {
    turn.set(false);
  }

  /**
   * Whether one more span may be put in, the {@code count}th; makes room if the fragment is full.
   */
  boolean hasRoom(Fragment fragment, int count) {
    if (refusals.get() > 0) {
      if (refusals.decrementAndGet() > 0) {
        return false;
      }
    } else if (count <= Fragment.MAX_SPANS) {
      return true;
    }
    if (!enter()) {
      return count <= Fragment.MAX_SPANS + SLACK;
    }
    try {
      collapse(fragment);
      return refusals.get() == 0;
    } finally {
      leave();
    }
  }

  /** Adds up the spans that ended since the last time. */
  void measure(Fragment fragment) {
    if (!enter()) {
      return;
    }
    try {
      if (fragment.openParts() <= 0) {
        return;
      }
      long more = 0;
      int count = 0;
      for (RecordedSpan span = fragment.last(); span != null && count < STEP; span = span.next) {
        more += span.estimatedBytes();
        count++;
      }
      setBytes(fragment, bytes + more);
      if (refusals.get() == 0 && (bytes > MAX_BYTES || fragment.tracer().overLimit() > 0)) {
        collapse(fragment);
      }
    } finally {
      leave();
    }
  }

  private void collapse(Fragment fragment) {
    if (fragment.openParts() <= 0) {
      return;
    }
    RecordedSpan chain = fragment.takeEnded();
    if (chain == null) {
      return;
    }
    SiblingSpans siblings;
    try {
      siblings = SiblingSpans.collapse(chain, fragment.root());
    } catch (Throwable fault) {
      // A name could not be built; nothing has been relinked yet.
      AgentHealth.count("collapse_faults");
      fragment.putBack(chain, lastOf(chain));
      refusals.set(REFUSALS);
      return;
    }
    fragment.putBack(siblings.first, siblings.last);
    fragment.uncount(siblings.collapsed);
    AgentHealth.count(AgentHealth.COLLAPSED, siblings.collapsed);
    setBytes(fragment, siblings.bytes);
    // Nearly as large as before: trying again soon would cost much and gain nothing.
    boolean full =
        siblings.staying > Fragment.MAX_SPANS / 8 * 7 || siblings.bytes > MAX_BYTES / 8 * 7;
    refusals.set(full ? REFUSALS : 0);
  }

  private static RecordedSpan lastOf(RecordedSpan chain) {
    RecordedSpan last = chain;
    while (last.next != null) {
      last = last.next;
    }
    return last;
  }

  private void setBytes(Fragment fragment, long now) {
    fragment.tracer().undecided(now - bytes);
    bytes = now;
  }

  /**
   * Sends what has ended of a fragment whose root is open, as a part. Sweeping thread only.
   *
   * @param before {@link System#nanoTime} before which the last part must have gone
   */
  void sendPart(Fragment fragment, long before) {
    if (parts > 0 && lastPartNanos - before >= 0) {
      return;
    }
    // So that it cannot complete meanwhile, with some of its spans neither here nor there.
    if (!fragment.retain()) {
      return;
    }
    try {
      if (enter()) {
        try {
          sendPart(fragment);
        } finally {
          leave();
        }
      }
    } finally {
      fragment.release();
    }
  }

  private void sendPart(Fragment fragment) {
    RecordedSpan chain = fragment.takeEnded();
    if (chain == null) {
      return;
    }
    lastPartNanos = System.nanoTime();
    Fragment part = Fragment.ofPart(fragment, chain, ++parts, kept);
    fragment.uncount(part.size());
    setBytes(fragment, 0);
    refusals.set(0);
    fragment.tracer().offer(part);
    decided(fragment, part);
  }

  /** A part, or the rest, has been offered: whether the parts before it go too. */
  void decided(Fragment fragment, Fragment offered) {
    Verdict verdict = offered.verdict();
    if (verdict == null) {
      return;
    }
    if (verdict.isKept()) {
      Fragment word = kept == null ? offered : kept;
      if (offered != fragment) {
        kept = word;
      }
      for (Fragment part = held.poll(); part != null; part = held.poll()) {
        part.growth().kept = word;
        fragment.tracer().offer(part);
      }
      setHeld(fragment, 0);
    } else if (offered != fragment) {
      held.add(offered);
      setHeld(fragment, heldBytes + bytesOf(offered));
    }
  }

  private static long bytesOf(Fragment part) {
    long bytes = 0;
    for (RecordedSpan span = part.last(); span != null; span = span.next) {
      bytes += span.estimatedBytes();
    }
    return bytes;
  }

  private void setHeld(Fragment fragment, long now) {
    fragment.tracer().undecided(now - heldBytes);
    heldBytes = now;
  }

  /**
   * Forgets parts that were not kept so far. Sweeping thread only.
   *
   * @return bytes this made free
   */
  long shedHeld(Fragment fragment) {
    if (!enter()) {
      return 0;
    }
    try {
      long freed = heldBytes;
      for (Fragment part = held.poll(); part != null; part = held.poll()) {
        AgentHealth.count(MEMORY, part.size());
      }
      setHeld(fragment, 0);
      return freed;
    } finally {
      leave();
    }
  }

  /**
   * Drops what has ended, but for the root. Sweeping thread only.
   *
   * @return bytes this made free
   */
  long shed(Fragment fragment) {
    if (!fragment.retain()) {
      return 0;
    }
    long freed = 0;
    try {
      if (enter()) {
        try {
          freed = bytes;
          dropEnded(fragment);
        } finally {
          leave();
        }
      }
    } finally {
      fragment.release();
    }
    return freed;
  }

  private void dropEnded(Fragment fragment) {
    int dropped = 0;
    RecordedSpan root = null;
    for (RecordedSpan span = fragment.takeEnded(); span != null; span = span.next) {
      if (span == fragment.root()) {
        root = span;
      } else {
        dropped++;
      }
    }
    if (root != null) {
      fragment.putBack(root, root);
    }
    fragment.uncount(dropped);
    setBytes(fragment, 0);
    refusals.set(0);
    AgentHealth.count(MEMORY, dropped);
  }

  /** The fragment is complete and has been decided: nothing of it is undecided any more. */
  void close(Fragment fragment) {
    decided(fragment, fragment);
    held.clear();
    setHeld(fragment, 0);
    setBytes(fragment, 0);
  }
}
