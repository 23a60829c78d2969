package io.obsagent.engine.trace;

import io.obsagent.engine.logs.LogRing;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * What only some fragments have: exceptions that were recorded, log records, late fragments that
 * came while it was being decided, a size or age to look after. Made when the first of it comes, so
 * that the ordinary fragment stays small; it then also holds the verdict, for which the fragment
 * has no room beside it.
 */
final class FragmentNotes {
  private static final int REMEMBERED_EXCEPTIONS = 8;

  private static final AtomicReferenceFieldUpdater<FragmentNotes, LogRing> LOGS =
      AtomicReferenceFieldUpdater.newUpdater(FragmentNotes.class, LogRing.class, "logs");
  private static final AtomicReferenceFieldUpdater<FragmentNotes, FragmentGrowth> GROWTH =
      AtomicReferenceFieldUpdater.newUpdater(FragmentNotes.class, FragmentGrowth.class, "growth");

  volatile Verdict verdict;
  volatile boolean errorLogged;

  /** Null unless the fragment is large, old or given up. */
  private volatile FragmentGrowth growth;

  /** What was logged inside, null if nothing was. */
  private volatile LogRing logs;

  /** Exceptions already recorded; races between threads can at worst record one twice. */
  private Throwable[] seen;

  LogRing logs() {
    return logs;
  }

  boolean logs(LogRing expected, LogRing next) {
    return LOGS.compareAndSet(this, expected, next);
  }

  /** What was there is the caller's now: each ring goes to one who asks. */
  LogRing replaceLogs(LogRing by) {
    return LOGS.getAndSet(this, by);
  }

  FragmentGrowth growthOrNull() {
    return growth;
  }

  FragmentGrowth growth() {
    FragmentGrowth present = growth;
    if (present != null) {
      return present;
    }
    GROWTH.compareAndSet(this, null, new FragmentGrowth());
    return growth;
  }

  /** Null until a late fragment came too early. */
  private ArrayDeque<Fragment> waiting;

  /** A late fragment that met the decision half-way: rare enough for a lock. */
  synchronized void leave(Fragment late) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(2);
    }
    waiting.add(late);
  }

  synchronized Fragment takeLeft() {
    return waiting == null ? null : waiting.poll();
  }

  /** False if this exception, or one it carries as a cause, was recorded before. */
  boolean firstSightOf(Throwable thrown) {
    Throwable[] known = seen;
    if (known == null) {
      known = new Throwable[REMEMBERED_EXCEPTIONS];
      seen = known;
    }
    Throwable one = thrown;
    for (int depth = 0; one != null && depth < 16; depth++) {
      for (Throwable recorded : known) {
        if (recorded == one) {
          return false;
        }
      }
      one = one.getCause();
    }
    System.arraycopy(known, 0, known, 1, REMEMBERED_EXCEPTIONS - 1);
    known[0] = thrown;
    return true;
  }
}
