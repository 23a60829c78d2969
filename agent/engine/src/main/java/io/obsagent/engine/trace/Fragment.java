package io.obsagent.engine.trace;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.logs.LogRing;
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
  /** Spans of one fragment, or one part, from which on it is made smaller (sampling.md, Limits). */
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
    if (count < FragmentGrowth.STEP || span == root || growth().hasRoom(this, count)) {
      push(span, span);
      if ((count & (FragmentGrowth.STEP - 1)) == 0) {
        growth().measure(this);
      }
    } else {
      uncount(1);
      AgentHealth.count("dropped.fragment_full");
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

  private void push(RecordedSpan first, RecordedSpan last) {
    RecordedSpan before;
    do {
      before = head;
      last.next = before;
    } while (!HEAD.compareAndSet(this, before, first));
  }

  /** Takes all ended spans out; for whoever has the turn of {@link FragmentGrowth}. */
  RecordedSpan takeEnded() {
    return HEAD.getAndSet(this, null);
  }

  /** Puts spans back that were taken. */
  void putBack(RecordedSpan first, RecordedSpan last) {
    push(first, last);
  }

  /** So many spans were counted and are here no more. */
  void uncount(int spans) {
    int count;
    do {
      count = spanCount;
      // Given up meanwhile: its size is fixed.
    } while (count >= 0 && !COUNT.compareAndSet(this, count, count - spans));
  }

  /** Makes this new fragment a complete one of these spans. */
  private void fill(RecordedSpan root, RecordedSpan chain) {
    this.open = 0;
    this.root = root;
    int count = 0;
    for (RecordedSpan span = chain; span != null; span = span.next) {
      count++;
      failed |= span.isFailed();
    }
    this.spanCount = count;
    this.head = chain;
  }

  /** Makes it as {@link RestoredFragment} says. */
  void restore(RecordedSpan root, RecordedSpan chain, int incompleteParts, int part) {
    fill(root, chain);
    this.incompleteParts = (byte) incompleteParts;
    this.rootEnded = root.hasEnded();
    if (part > 0) {
      growth().parts = part;
    }
  }

  /**
   * Makes a fragment of what has ended so far of one whose root is open.
   *
   * @param chain its spans
   * @param number from 1
   * @param kept an earlier part on whose word it is kept, or null
   */
  static Fragment ofPart(Fragment whole, RecordedSpan chain, int number, Fragment kept) {
    Fragment part = new Fragment(whole.tracer, whole.epochAnchor, false);
    part.fill(whole.root, chain);
    FragmentGrowth growth = part.growth();
    growth.parts = number;
    growth.kept = kept;
    return part;
  }

  /** Makes a fragment of one span that ended after its own fragment had gone. */
  static Fragment ofLate(Tracer tracer, RecordedSpan span) {
    Fragment fragment = new Fragment(tracer, span.fragment.epochAnchor, true);
    span.next = null;
    fragment.fill(span, span);
    fragment.rootEnded = true;
    return fragment;
  }

  /**
   * Gives up waiting for open parts if the root ended before {@code rootEndedBefore}; what has
   * ended goes to the sink. Of a fragment that began before {@code startedBefore} and whose root is
   * open, a part goes (both {@link System#nanoTime}).
   *
   * @return true if the fragment needs no more looking after
   */
  boolean sweep(long rootEndedBefore, long startedBefore) {
    int parts = open;
    if (parts <= 0) {
      return true;
    }
    RecordedSpan first = root;
    if (rootEnded) {
      return first.endNanos() - rootEndedBefore < 0 && cut(parts);
    }
    if (first != null && first.startNanos() - startedBefore < 0 && head != null) {
      growth().sendPart(this, startedBefore);
    }
    return false;
  }

  /**
   * Completes the fragment with {@code parts} of it still open; false if that number moved, or
   * another thread is at work on it.
   */
  boolean cut(int parts) {
    FragmentGrowth growth = growth();
    if (!growth.enter()) {
      return false;
    }
    try {
      if (!OPEN.compareAndSet(this, parts, CUT)) {
        return false;
      }
      incompleteParts = (byte) Math.min(parts, Byte.MAX_VALUE);
      seal();
      AgentHealth.count("incomplete_parts", parts);
      tracer.complete(this);
      return true;
    } finally {
      growth.leave();
    }
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

  /** Made if there is none yet. */
  FragmentGrowth growth() {
    return notes().growth();
  }

  /** Null for an ordinary fragment. */
  FragmentGrowth growthOrNull() {
    Object present = notes;
    return present instanceof FragmentNotes ? ((FragmentNotes) present).growthOrNull() : null;
  }

  Tracer tracer() {
    return tracer;
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

  /** Whether the local root is among its spans; an open one is not, nor one that ended late. */
  public boolean hasRoot() {
    return rootEnded;
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
    return count < 0 ? -1 - count : count;
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
   * For a {@linkplain #isLate late} fragment: the one it would have belonged to; for one that goes
   * in {@linkplain #part parts}, the part that was kept first. Its verdict is inherited. Null for
   * any other.
   */
  public Fragment earlier() {
    FragmentGrowth growth = growthOrNull();
    if (growth != null && growth.kept != null) {
      return growth.kept;
    }
    if (!late) {
      return null;
    }
    // A span that ended too late is still of the fragment it was opened in; one that began too late
    // is of this one, and its parent is of the earlier.
    return root.fragment != this ? root.fragment : root.parentFragment();
  }

  /** A tail sampler decided against it. */
  public boolean isLetGo() {
    Verdict decided = verdict();
    return decided != null && !decided.isKept();
  }

  /** Nothing joins it any more; what becomes of it may not be decided yet. */
  public boolean isComplete() {
    return open <= 0;
  }

  /** What was logged inside so far; null if nothing was. Any thread. */
  public LogRing logs() {
    Object present = notes;
    return present instanceof FragmentNotes ? ((FragmentNotes) present).logs() : null;
  }

  /** Replaces {@link #logs}; false if somebody else was quicker. Any thread, without a lock. */
  public boolean logs(LogRing expected, LogRing next) {
    return notes().logs(expected, next);
  }

  /**
   * Closes its log records before it is handed on, since it is kept: what is logged later goes
   * after it. Costs a volatile read where nothing was logged.
   */
  public void keepLogs() {
    for (LogRing ring = logs(); ring != null && ring.isOpen(); ring = logs()) {
      if (logs(ring, ring.keep())) {
        return;
      }
    }
  }

  /** Takes its log records, which are the caller's then; null if there are none. */
  public LogRing takeLogs() {
    LogRing taken = logs() == null ? null : notes().replaceLogs(LogRing.TAKEN);
    return taken == LogRing.TAKEN || taken == LogRing.DROPPED ? null : taken;
  }

  /** Lets go of its log records, and of those to come. */
  public void dropLogs() {
    if (logs() != null) {
      notes().replaceLogs(LogRing.DROPPED).forget();
    }
  }

  /** As {@link #dropLogs}, unless somebody keeps them. */
  void dropLogsUnlessKept() {
    for (LogRing ring = logs(); ring != null && ring.isOpen(); ring = logs()) {
      if (logs(ring, LogRing.DROPPED)) {
        ring.forget();
        return;
      }
    }
  }

  /**
   * Leaves a late fragment with the one whose verdict it inherits, as long as there is none. Who
   * leaves one looks for the verdict again afterwards, and who decides looks for fragments that
   * were left: so at least one of the two finds it.
   */
  public void leave(Fragment late) {
    notes().leave(late);
  }

  /** Takes back one that was {@linkplain #leave left}; null if there is none. Any thread. */
  public Fragment takeLeft() {
    Object present = notes;
    return present instanceof FragmentNotes ? ((FragmentNotes) present).takeLeft() : null;
  }

  /** A log record of level ERROR, or worse, was written inside. Any thread. */
  public void markErrorLogged() {
    notes().errorLogged = true;
  }

  /** {@link #markErrorLogged} was called. */
  public boolean isErrorLogged() {
    Object present = notes;
    return present instanceof FragmentNotes && ((FragmentNotes) present).errorLogged;
  }

  /** At least one span of it failed. */
  public boolean isFailed() {
    return failed;
  }

  /**
   * Which part this is, from 1, of a fragment whose root is still open; 0 if it is no part. What is
   * left when the root ends is no part either.
   */
  public int part() {
    FragmentGrowth growth = open == 0 && !rootEnded ? growthOrNull() : null;
    return growth == null ? 0 : growth.parts;
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
