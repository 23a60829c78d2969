package io.obsagent.instrumentation.concurrent;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Span;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * The context of one piece of work on its way from the thread that submits it to the one that runs
 * it. It keeps the trace's fragment open until the work has run or was cancelled, whichever is
 * first; used up once, it does nothing more.
 *
 * <p>32 bytes per submission inside a trace. {@link #begin} and {@link #drop} decide between
 * themselves by one compare-and-set; {@link #end} is called by the thread that began.
 */
final class Handover {
  private static final AtomicIntegerFieldUpdater<Handover> USED =
      AtomicIntegerFieldUpdater.newUpdater(Handover.class, "used");

  /** Off, the work runs in no context: who has handed over so far goes on. */
  private static final LiveSwitch SWITCH = LiveSwitch.of("executors");

  private final boolean retained;
  private volatile int used;

  /** Null once used up: who still holds this object holds no trace. */
  private Context context;

  /** Of the running thread, between begin and end. */
  private Context before;

  private Handover(Context context, boolean retained) {
    this.context = context;
    this.retained = retained;
  }

  /**
   * What the calling thread hands over; null where nothing goes on, at the cost of one thread-local
   * read.
   */
  static Handover ofCurrent() {
    Context current = Context.current();
    if (current == Context.ROOT) {
      return null;
    }
    return SWITCH.isOn()
        ? new Handover(current, retain(current))
        : new Handover(Context.ROOT, false);
  }

  /**
   * As {@link #ofCurrent}, for work that may never come or comes late: the trace does not wait for
   * it.
   */
  static Handover withoutWaiting() {
    Context current = Context.current();
    if (current == Context.ROOT) {
      return null;
    }
    return new Handover(SWITCH.isOn() ? current : Context.ROOT, false);
  }

  private static boolean retain(Context context) {
    return context instanceof Span && ((Span) context).retainFragment();
  }

  /** Makes the context current on the running thread; false when it was used up before. */
  boolean begin() {
    if (!USED.compareAndSet(this, 0, 1)) {
      return false;
    }
    before = context.makeCurrent();
    return true;
  }

  /** After {@link #begin} returned true, on the same thread. */
  void end() {
    context.restore(before);
    before = null;
    release();
  }

  /**
   * As {@link #begin} where the running thread has no context of its own yet and starts out with
   * this one: null when it was used up before. Ended by {@link #close}.
   */
  Context take() {
    return USED.compareAndSet(this, 0, 1) ? context : null;
  }

  /** Ends what {@link #take} began, or would have begun; called once. */
  void close() {
    USED.set(this, 1);
    release();
  }

  /** The work will not run: nothing waits for it any more. */
  void drop() {
    if (USED.compareAndSet(this, 0, 1)) {
      release();
    }
  }

  private void release() {
    Context carried = context;
    context = null;
    if (retained) {
      ((Span) carried).releaseFragment();
    }
  }
}
