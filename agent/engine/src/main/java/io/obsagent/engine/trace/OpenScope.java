package io.obsagent.engine.trace;

import io.obsagent.engine.health.AgentHealth;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A context that is current on a thread from a point that can be seen to one that perhaps cannot:
 * while a record of an iteration is being handled, which a {@code break} or an exception may leave
 * without a word. It is over
 *
 * <ul>
 *   <li>when its end is seen: {@link #close};
 *   <li>when its thread says that nothing of the kind goes on any more: {@link #abandonAll}, which
 *       a SERVER or processing span does by itself as it starts ({@link Tracer#startRoot});
 *   <li>when something ends on its thread inside which it began ({@link Context#restore}).
 * </ul>
 *
 * In the latter two cases the end is not known, and the time of the last event inside the scope
 * stands for it: of the last span that ended below it on this thread, else of its beginning.
 *
 * <p>Scopes nest as their iterations do; ending an outer one ends those inside it. A scope belongs
 * to the thread that opened it. Closed by another one, it is over at once, and its own thread
 * forgets it as soon as it gets there.
 *
 * <p>Cost: one object, two writes to the thread's slot; while one is open, each span that ends
 * directly below it reads the clock once more.
 */
public abstract class OpenScope {
  private static final AtomicIntegerFieldUpdater<OpenScope> OVER =
      AtomicIntegerFieldUpdater.newUpdater(OpenScope.class, "over");

  final Context context;

  /** What was current before; set while it is open. */
  Context before;

  /** The scope around this one, on the same thread. */
  OpenScope outer;

  private ThreadSlot slot;
  private long lastEvent;
  private volatile int over;

  /**
   * @param context of this scope alone: a span, or a suppressed context made for it
   */
  protected OpenScope(Context context) {
    this.context = context;
  }

  /**
   * Told once, on the thread that learns of it, when the scope is over.
   *
   * @param endNanos {@link System#nanoTime} of its end, as far as that is known
   */
  protected abstract void ended(long endNanos);

  /**
   * Makes the context current on the calling thread. Called once.
   *
   * @param startNanos {@link System#nanoTime}
   */
  public final void open(long startNanos) {
    lastEvent = startNanos;
    slot = Context.slot();
    slot.open(this);
  }

  /**
   * The end was seen. What was current before is again, if this thread opened the scope.
   *
   * @param endNanos {@link System#nanoTime}
   */
  public final void close(long endNanos) {
    if (slot == Context.slot()) {
      slot.close(this, endNanos);
    } else {
      finish(endNanos);
    }
  }

  /** All scopes of the calling thread are over, and when they ended was not seen. */
  public static void abandonAll() {
    ThreadSlot slot = Context.slot();
    if (slot.scope != null) {
      slot.abandonAll();
    }
  }

  final void event(long nanos) {
    lastEvent = nanos;
  }

  final boolean isOver() {
    return over != 0;
  }

  final void abandon() {
    finish(lastEvent);
  }

  final void finish(long endNanos) {
    if (OVER.compareAndSet(this, 0, 1)) {
      try {
        ended(endNanos);
      } catch (Throwable fault) {
        AgentHealth.count(AgentHealth.SUPPRESSED_EXCEPTIONS);
      }
    }
  }
}
