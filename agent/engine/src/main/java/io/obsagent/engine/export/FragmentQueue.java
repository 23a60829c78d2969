package io.obsagent.engine.export;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.FragmentSink;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * The hand-over from application threads to the exporting thread: bounded, lock-free, in two lanes.
 * Fragments with an error never wait behind ordinary ones and have room of their own.
 *
 * <p>{@link #accept} never blocks and never allocates. It costs one atomic add (spans and bytes
 * share a word), one compare-and-set in the lane and three volatile reads; about 23 ns with the
 * exporting thread draining on another core ({@code docs/benchmarks.md}). The lane's
 * compare-and-set publishes everything the application's thread wrote to the fragment before. What
 * does not fit is dropped, the newest first, and counted: {@code dropped.queue_full} where the lane
 * or {@code otel.bsp.max.queue.size} is full, {@code dropped.memory_limit} where {@code
 * obs.memory.limit} is reached; both in spans.
 *
 * <p>Waking the exporter costs a system call, so it is done at most once per time the exporter
 * sleeps: it publishes how many queued spans it wants to be woken for, then looks at the count
 * again; producers add to the count, then look at that number. Both are sequentially consistent, so
 * one of the two sees the other.
 */
public final class FragmentQueue implements FragmentSink {
  /** Bytes assumed per span until the exporting thread has measured the fragment. */
  private static final int ROUGH_SPAN_BYTES = 640;

  private static final int BYTE_BITS = 40;
  private static final long BYTE_MASK = (1L << BYTE_BITS) - 1;
  private static final long AWAKE = Long.MAX_VALUE;

  private final BufferLimit limit;
  private final MpscAtomicArrayQueue<Fragment> errors;
  private final MpscAtomicArrayQueue<Fragment> ordinary;

  /** Spans in the upper 24 bits, rough bytes in the lower 40. */
  private final AtomicLong queued = new AtomicLong();

  /** Queued spans from which the exporting thread wants to be woken; {@link #AWAKE} while awake. */
  private final AtomicLong wakeAt = new AtomicLong(AWAKE);

  private volatile Runnable waker;

  /**
   * @param limit what may wait for export
   */
  public FragmentQueue(BufferLimit limit) {
    this.limit = limit;
    // A lane slot per KiB of the limit: a fragment of one small span is hardly lighter than that.
    int slots = (int) Math.max(1_024, Math.min(1 << 16, limit.bytes() >>> 10));
    this.ordinary = new MpscAtomicArrayQueue<>(slots);
    this.errors = new MpscAtomicArrayQueue<>(slots >>> 2);
  }

  @Override
  public void accept(Fragment fragment) {
    long size = packed(fragment.size());
    boolean error = fragment.isFailed();
    long now = queued.addAndGet(size);
    if (!limit.admits(error, now & BYTE_MASK, now >>> BYTE_BITS)) {
      queued.addAndGet(-size);
      AgentHealth.count(
          limit.isFullOfSpans(now >>> BYTE_BITS) ? "dropped.queue_full" : "dropped.memory_limit",
          fragment.size());
      return;
    }
    // Before the exporting thread can see it; what is not kept, the tracer lets go.
    fragment.keepLogs();
    if (!(error ? errors : ordinary).offer(fragment)) {
      queued.addAndGet(-size);
      AgentHealth.count("dropped.queue_full", fragment.size());
      fragment.dropLogs();
      return;
    }
    if (now >>> BYTE_BITS >= wakeAt.get()) {
      wake();
    }
  }

  private static long packed(int spans) {
    return ((long) spans << BYTE_BITS) | ((long) spans * ROUGH_SPAN_BYTES);
  }

  private void wake() {
    long threshold = wakeAt.get();
    // Only one producer wins, and only once per sleep.
    if (threshold != AWAKE && wakeAt.compareAndSet(threshold, AWAKE)) {
      Runnable wake = waker;
      if (wake != null) {
        wake.run();
      }
    }
  }

  /**
   * Who is to be woken, and from the first span on. Called once, by the exporting thread's owner.
   */
  void wakes(Runnable waker) {
    this.waker = waker;
    wakeAt.set(1);
  }

  /**
   * Announces that the exporting thread is about to sleep and wants to be woken at this many spans.
   *
   * @return false if there are as many already: do not sleep
   */
  boolean sleepUntil(int spans) {
    wakeAt.set(spans);
    if (queuedSpans() >= spans) {
      wakeAt.set(AWAKE);
      return false;
    }
    return true;
  }

  void awake() {
    wakeAt.set(AWAKE);
  }

  /** Spans in both lanes; exact when no producer is inside {@link #accept}. */
  long queuedSpans() {
    return queued.get() >>> BYTE_BITS;
  }

  /** Bytes in both lanes, by the rough measure. */
  public long queuedBytes() {
    return queued.get() & BYTE_MASK;
  }

  /**
   * Moves fragments into {@code target}, errors first, until it has at least {@code spans} spans or
   * the lanes are empty. Exporting thread only.
   *
   * @return spans moved
   */
  int drain(List<Fragment> target, int spans) {
    int moved = drain(errors, target, spans, 0);
    return drain(ordinary, target, spans, moved);
  }

  private int drain(
      MpscAtomicArrayQueue<Fragment> lane, List<Fragment> target, int spans, int soFar) {
    int moved = soFar;
    while (moved < spans) {
      Fragment fragment = lane.relaxedPoll();
      if (fragment == null) {
        break;
      }
      int size = fragment.size();
      queued.addAndGet(-packed(size));
      target.add(fragment);
      moved += size;
    }
    return moved;
  }
}
