package io.obsagent.engine.trace;

import io.obsagent.engine.health.AgentHealth;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * All spans of one trace in this process: our word for the local part of a trace, and the unit that
 * is sampled and exported. It is complete when its last open part (span, or work handed to another
 * thread) has ended; then it is offered to the sink, whole, once.
 *
 * <p>Thread-safe without locks. Opening or ending a span costs one compare-and-set on {@link #open}
 * and, at the end, one on {@link #head}; threads of the same trace that end spans at the same
 * instant retry. Ended spans are a stack linked through {@link RecordedSpan#next}: its
 * compare-and-set publishes what their owners wrote.
 *
 * <p>A part that begins after completion cannot join: it makes a fragment of its own which is
 * marked {@linkplain #isLate() late}.
 */
public final class Fragment {
  /** Spans kept of one fragment; the rest are counted as dropped (sampling.md, Limits). */
  static final int MAX_SPANS = 2_000;

  /** {@link #open} of a fragment that was given up while parts of it were still open. */
  private static final int CUT = Integer.MIN_VALUE / 2;

  private static final AtomicIntegerFieldUpdater<Fragment> OPEN =
      AtomicIntegerFieldUpdater.newUpdater(Fragment.class, "open");
  private static final AtomicIntegerFieldUpdater<Fragment> COUNT =
      AtomicIntegerFieldUpdater.newUpdater(Fragment.class, "spanCount");
  private static final AtomicReferenceFieldUpdater<Fragment, Object> NOTES =
      AtomicReferenceFieldUpdater.newUpdater(Fragment.class, Object.class, "notes");
  private static final AtomicReferenceFieldUpdater<Fragment, RecordedSpan> HEAD =
      AtomicReferenceFieldUpdater.newUpdater(Fragment.class, RecordedSpan.class, "head");

  private final Tracer tracer;
  private final long epochAnchor;
  private final boolean late;

  private volatile int open = 1;
  private volatile int spanCount;
  private volatile RecordedSpan head;

  /** Set by the owner of the root before {@link #open} falls; read by the sweeper. */
  private volatile boolean rootEnded;

  /** Null, the {@link Verdict}, or {@link FragmentNotes} with it: one slot, for the size. */
  private volatile Object notes;

  private RecordedSpan root;
  private boolean failed;
  private byte incompleteParts;

  Fragment(Tracer tracer, long epochAnchor, boolean late) {
    this.tracer = tracer;
    this.epochAnchor = epochAnchor;
    this.late = late;
  }

  void root(RecordedSpan root) {
    this.root = root;
  }

  SpanLimits limits() {
    return tracer.limits();
  }

  /** Opens one more part; false if the fragment is complete and cannot take it. */
  boolean retain() {
    for (; ; ) {
      int parts = open;
      if (parts <= 0) {
        return false;
      }
      if (OPEN.compareAndSet(this, parts, parts + 1)) {
        return true;
      }
    }
  }

  /** Closes one part; the last one completes the fragment. */
  void release() {
    if (OPEN.decrementAndGet(this) == 0) {
      tracer.complete(this);
    }
  }

  void ended(RecordedSpan span) {
    if (open <= 0) {
      // The fragment was given up while this span was open: what it says still goes out.
      tracer.late(span);
      return;
    }
    int count = counted();
    if (count < 0) {
      tracer.late(span);
      return;
    }
    if (count > MAX_SPANS && span != root) {
      AgentHealth.count("dropped.fragment_full");
    } else {
      push(span);
    }
    if (span == root) {
      rootEnded = true;
    }
    release();
  }

  /** Counts one more span; -1 if the fragment was given up since {@link #open} was read. */
  private int counted() {
    for (; ; ) {
      int count = spanCount;
      if (count < 0) {
        return -1;
      }
      if (COUNT.compareAndSet(this, count, count + 1)) {
        return count + 1;
      }
    }
  }

  /**
   * Fixes {@link #size} of a fragment that is given up: whoever accounts for it must see the same
   * number when it arrives and when it leaves. A complete fragment needs no seal.
   */
  private void seal() {
    int count;
    do {
      count = spanCount;
    } while (!COUNT.compareAndSet(this, count, -1 - count));
  }

  private void push(RecordedSpan span) {
    RecordedSpan first;
    do {
      first = head;
      span.next = first;
    } while (!HEAD.compareAndSet(this, first, span));
  }

  /** Makes a fragment of one span that ended after its own fragment had gone. */
  static Fragment ofLate(Tracer tracer, RecordedSpan span) {
    Fragment fragment = new Fragment(tracer, span.fragment.epochAnchor, true);
    fragment.open = 0;
    fragment.root = span;
    fragment.failed = span.isFailed();
    fragment.spanCount = 1;
    span.next = null;
    fragment.head = span;
    return fragment;
  }

  /**
   * Gives up waiting for open parts if the root ended before {@code rootEndedBefore}, or, whatever
   * the root does, if the fragment began before {@code startedBefore} (both {@link
   * System#nanoTime}). What has ended goes to the sink.
   *
   * @return true if the fragment needs no more looking after
   */
  boolean sweep(long rootEndedBefore, long startedBefore) {
    int parts = open;
    if (parts <= 0) {
      return true;
    }
    RecordedSpan first = root;
    boolean rootWaitedLong = rootEnded && first.endNanos() - rootEndedBefore < 0;
    boolean tooOld = first != null && first.startNanos() - startedBefore < 0;
    if (!rootWaitedLong && !tooOld) {
      return false;
    }
    return cut(parts);
  }

  /** Completes the fragment with {@code parts} of it still open; false if that number moved. */
  boolean cut(int parts) {
    if (!OPEN.compareAndSet(this, parts, CUT)) {
      return false;
    }
    incompleteParts = (byte) Math.min(parts, Byte.MAX_VALUE);
    seal();
    AgentHealth.count("incomplete_parts", parts);
    tracer.complete(this);
    return true;
  }

  int openParts() {
    return open;
  }

  void markFailed() {
    failed = true;
  }

  /** False if this exception, or one it carries as a cause, was recorded in this fragment. */
  boolean firstSightOf(Throwable thrown) {
    return notes().firstSightOf(thrown);
  }

  /** The notes, made if there are none yet. */
  private FragmentNotes notes() {
    Object present = notes;
    if (present instanceof FragmentNotes) {
      return (FragmentNotes) present;
    }
    FragmentNotes made = new FragmentNotes();
    made.verdict = (Verdict) present;
    return NOTES.compareAndSet(this, present, made) ? made : notes();
  }

  long epochNanos(long nanos) {
    return epochAnchor + nanos;
  }

  long epochAnchor() {
    return epochAnchor;
  }

  /** Nanoseconds since the epoch of a {@link System#nanoTime} reading, on this fragment's clock. */
  public long toEpochNanos(long nanos) {
    return epochNanos(nanos);
  }

  /** The local root. It may not have ended if the fragment is incomplete. */
  public RecordedSpan root() {
    return root;
  }

  /** The span that ended last, or null if none did; follow {@link #next}. */
  public RecordedSpan last() {
    return head;
  }

  /** The span of the same fragment that ended before {@code span}, or null. */
  public static RecordedSpan next(RecordedSpan span) {
    return span.next;
  }

  /** Spans that can be read by {@link #last}. */
  public int size() {
    int count = spanCount;
    return Math.min(count < 0 ? -1 - count : count, MAX_SPANS);
  }

  /** What a tail sampler decided; null where none did, or not yet. Any thread. */
  public Verdict verdict() {
    Object present = notes;
    return present instanceof FragmentNotes ? ((FragmentNotes) present).verdict : (Verdict) present;
  }

  /** Says what was decided: by one thread, before the fragment is handed on. */
  public void decide(Verdict verdict) {
    if (!NOTES.compareAndSet(this, null, verdict)) {
      notes().verdict = verdict;
    }
  }

  /**
   * For a {@linkplain #isLate late} fragment: the one it would have belonged to, whose verdict it
   * inherits. Null for any other.
   */
  public Fragment earlier() {
    if (!late) {
      return null;
    }
    // A span that ended too late is still of the fragment it was opened in; one that began too late
    // is of this one, and its parent is of the earlier.
    return root.fragment != this ? root.fragment : root.parentFragment();
  }

  /** At least one span of it failed. */
  public boolean isFailed() {
    return failed;
  }

  /**
   * Its first part began, or its only span ended, after the trace's fragment had been completed.
   */
  public boolean isLate() {
    return late;
  }

  /**
   * Parts that were still open when the fragment was given up waiting for; 0 is the normal case,
   * 127 stands for as many or more.
   */
  public int incompleteParts() {
    return incompleteParts;
  }
}
