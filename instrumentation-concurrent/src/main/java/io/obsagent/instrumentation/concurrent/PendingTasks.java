package io.obsagent.instrumentation.concurrent;

import io.obsagent.weaving.ForeignState;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The contexts of tasks of named classes between {@code ThreadPoolExecutor.execute} and {@code
 * beforeExecute}. Such a task is never wrapped: a queue may compare it, the application may cast
 * it. Its context hangs on the task itself, which works as long as each submission brings a task of
 * its own. A task that is submitted again while it still waits is one object for two requests: from
 * then on it carries nothing, rather than the wrong one.
 *
 * <p>Cost where no named task waits with a context: one volatile read.
 */
final class PendingTasks {
  private static final ForeignState<Object> WAITING = ForeignState.named("concurrent.waiting");

  /** Marks a task seen twice at once. */
  private static final Object SHARED = new Object();

  /** How many tasks have a context, waiting or running. */
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final ThreadLocal<Handover> RUNNING = new ThreadLocal<>();

  /** For a few instructions each; makes looking and storing one step. */
  private static final Object[] LOCKS = new Object[16];

  static {
    for (int i = 0; i < LOCKS.length; i++) {
      LOCKS[i] = new Object();
    }
  }

  private PendingTasks() {}

  private static Object lockOf(Runnable task) {
    return LOCKS[System.identityHashCode(task) & (LOCKS.length - 1)];
  }

  /**
   * The task was submitted.
   *
   * @param handover null: where nothing goes on
   */
  static void submitted(Runnable task, Handover handover) {
    if (handover == null && COUNT.get() == 0) {
      return;
    }
    synchronized (lockOf(task)) {
      Object earlier = WAITING.get(task);
      if (earlier == null) {
        if (handover != null) {
          WAITING.set(task, handover);
          COUNT.incrementAndGet();
        }
        return;
      }
      if (earlier != SHARED) {
        WAITING.set(task, SHARED);
        COUNT.decrementAndGet();
        ((Handover) earlier).drop();
      }
    }
    if (handover != null) {
      handover.drop();
    }
  }

  /** Takes the task's context away, or null; it still counts. */
  private static Handover take(Runnable task) {
    if (COUNT.get() == 0) {
      return null;
    }
    synchronized (lockOf(task)) {
      Object waiting = WAITING.get(task);
      if (waiting == null || waiting == SHARED) {
        return null;
      }
      WAITING.set(task, null);
      return (Handover) waiting;
    }
  }

  /** The task will not run, or runs on the submitting thread. */
  static void drop(Runnable task) {
    Handover handover = take(task);
    if (handover != null) {
      COUNT.decrementAndGet();
      handover.drop();
    }
  }

  /** A worker is about to run the task. */
  static void begin(Runnable task) {
    Handover handover = take(task);
    if (handover == null) {
      return;
    }
    if (handover.begin()) {
      RUNNING.set(handover);
    } else {
      COUNT.decrementAndGet();
    }
  }

  /** The worker has run what it last began. */
  static void end() {
    if (COUNT.get() == 0) {
      return;
    }
    Handover handover = RUNNING.get();
    if (handover != null) {
      RUNNING.remove();
      COUNT.decrementAndGet();
      handover.end();
    }
  }
}
