package io.obsagent.instrumentation.concurrent;

import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.ThreadInheritance;
import io.obsagent.weaving.ForeignField;
import io.obsagent.weaving.ForeignState;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Platform threads on behalf of a request, from their start to their end. The new thread takes its
 * context when it first asks for one, so nothing has to run at its beginning. The class is loaded
 * with the first of them.
 *
 * <p>Cost per start inside a trace: an entry in a weak map (the JVM's first threads are older than
 * the agent, so {@code Thread} has no field of ours). Where no such thread lives: one volatile read
 * at the end of a thread.
 */
final class StartedThreads {
  private static final ForeignState<Handover> STARTED = ForeignState.named("concurrent.started");

  private static final ForeignField TASK = task();

  static {
    Context.inheritBy(new Inheritance());
  }

  private StartedThreads() {}

  private static ForeignField task() {
    ForeignField since19 = ForeignField.of("java.lang.Thread", "holder", "task");
    return since19.isReachable() ? since19 : ForeignField.of("java.lang.Thread", "target");
  }

  /**
   * False for threads that work for the JDK or for a library, told by their class and by the class
   * of what they run: workers of pools, timers, selectors, connection keepers.
   */
  static boolean mayInherit(Thread thread) {
    Class<?> type = thread.getClass();
    if (thread instanceof ForkJoinWorkerThread
        || (type != Thread.class && type.getClassLoader() == null)
        || Pools.isInternal(type)) {
      return false;
    }
    Object task = TASK.get(thread);
    return task == null || !Pools.isInternal(task.getClass());
  }

  /** To be called once {@link #mayInherit} said so; null when the thread was started before. */
  static Handover started(Thread thread) {
    if (thread.isAlive() || STARTED.get(thread) != null) {
      return null; // start() will throw
    }
    Handover handover = Handover.ofCurrent();
    if (handover != null) {
      ThreadAdvice.CARRYING.incrementAndGet();
      STARTED.set(thread, handover);
    }
    return handover;
  }

  /** The thread has run, or could not be started. */
  static void ended(Thread thread) {
    Handover handover = STARTED.get(thread);
    if (handover != null) {
      STARTED.set(thread, null);
      ThreadAdvice.CARRYING.decrementAndGet();
      handover.close();
    }
  }

  private static final class Inheritance implements ThreadInheritance {
    @Override
    public Context contextOf(Thread thread) {
      if (ThreadAdvice.CARRYING.get() == 0) {
        return null;
      }
      Handover handover = STARTED.get(thread);
      return handover == null ? null : handover.take();
    }
  }
}
