package io.obsagent.instrumentation.concurrent;

import io.obsagent.engine.trace.Context;
import io.obsagent.weaving.ForeignField;
import io.obsagent.weaving.ForeignState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;

/**
 * What is woven into {@code ForkJoinPool} and {@code ForkJoinTask}. Every submission has a task
 * object of its own, adapters included, and every task runs in {@code doExec}: it carries the
 * context from the one to the other. A submission holds its trace open by a {@link Handover}; what
 * a task forks (also a parallel stream) carries the bare context, since the forking task waits for
 * it: no allocation.
 *
 * <p>A task submitted outside a request carries {@link Context#ROOT}: a worker that waits in one
 * request helps with the tasks of others, which must not run in its context.
 *
 * <p>Virtual threads are scheduled through the same methods. There the advice returns at once,
 * having compared a reference: the pool is the scheduler's, the running thread a carrier.
 */
public final class ForkJoinAdvice {
  static final String CARRIED = "concurrent.forked";

  /** A {@link Context} or a {@link Handover}; null once the task runs. */
  private static final ForeignState<Object> CARRIED_BY = ForeignState.named(CARRIED);

  private static final ForeignField PERIOD =
      ForeignField.of("java.util.concurrent.DelayScheduler$ScheduledForkJoinTask", "nextDelay");

  private ForkJoinAdvice() {}

  /** Some task carried a request once; without that, no worker can be in one. */
  private static volatile boolean used;

  private static void carry(Object task, Object carried) {
    if (carried == Context.ROOT) {
      if (!used && !CARRIED_BY.isField(task)) {
        return; // spares who never needs it an entry in the map
      }
    } else if (!used) {
      used = true;
    }
    CARRIED_BY.set(task, carried);
  }

  /** The task will not run. */
  static void drop(Object task) {
    Object carried = CARRIED_BY.get(task);
    if (carried != null) {
      CARRIED_BY.set(task, null);
      if (carried instanceof Handover) {
        ((Handover) carried).drop();
      }
    }
  }

  /** {@code ForkJoinTask.fork()}. */
  public static final class Fork {
    private Fork() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object task) {
      carry(task, Context.current());
    }
  }

  /** {@code ForkJoinTask.doExec()}, the way of every task to its run. */
  public static final class DoExec {
    private DoExec() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object task) {
      if (VirtualThreads.isCarrier(Thread.currentThread())) {
        return null;
      }
      Object carried = CARRIED_BY.get(task);
      if (carried == null) {
        return null; // invoked directly, in the context there is
      }
      CARRIED_BY.set(task, null);
      if (carried instanceof Handover) {
        return ((Handover) carried).begin() ? carried : null;
      }
      return ((Context) carried).beginTask();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object begun) {
      if (begun instanceof Handover) {
        ((Handover) begun).end();
      } else if (begun != null) {
        Context.endTask(begun);
      }
    }
  }

  /** {@code ForkJoinTask.trySetCancelled()}, and {@code cancel(boolean)} of older JDKs. */
  public static final class Cancel {
    private Cancel() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This Object task) {
      drop(task);
    }
  }

  /** Every submission of a task: {@code externalSubmit}, {@code poolSubmit}. */
  private static Handover submitted(Object pool, Object task) {
    if (task == null || VirtualThreads.isScheduler((ForkJoinPool) pool)) {
      return null;
    }
    // A stage's function brings its own context.
    Handover handover =
        task instanceof CompletableFuture.AsynchronousCompletionTask ? null : Handover.ofCurrent();
    carry(task, handover == null ? Context.ROOT : handover);
    return handover;
  }

  private static void rejected(Object task, Object handover, Throwable thrown) {
    if (thrown != null && handover != null) {
      drop(task);
    }
  }

  /** {@code externalSubmit(ForkJoinTask)}. */
  public static final class Submit {
    private Submit() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object pool, @Advice.Argument(0) Object task) {
      return submitted(pool, task);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Argument(0) Object task,
        @Advice.Enter Object handover,
        @Advice.Thrown(readOnly = true) Throwable thrown) {
      rejected(task, handover, thrown);
    }
  }

  /** {@code poolSubmit(boolean, ForkJoinTask)}, since JDK 19. */
  public static final class PoolSubmit {
    private PoolSubmit() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object pool, @Advice.Argument(1) Object task) {
      return submitted(pool, task);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Argument(1) Object task,
        @Advice.Enter Object handover,
        @Advice.Thrown(readOnly = true) Throwable thrown) {
      rejected(task, handover, thrown);
    }
  }

  /** {@code externalPush(ForkJoinTask)}: on Java 8 the only way of a submission. */
  public static final class ExternalPush {
    private ExternalPush() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object pool, @Advice.Argument(0) Object task) {
      return task == null || CARRIED_BY.get(task) != null ? null : submitted(pool, task);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Argument(0) Object task,
        @Advice.Enter Object handover,
        @Advice.Thrown(readOnly = true) Throwable thrown) {
      rejected(task, handover, thrown);
    }
  }

  /** {@code execute(Runnable)}: what a library gives the common pool for itself. */
  public static final class Execute {
    private Execute() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object pool, @Advice.Argument(0) Object task) {
      if (task == null
          || VirtualThreads.isScheduler((ForkJoinPool) pool)
          || Context.current() == Context.ROOT
          || !Pools.isInternal(task.getClass())) {
        return null;
      }
      return Context.ROOT.makeCurrent();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object before) {
      if (before != null) {
        Context.ROOT.restore((Context) before);
      }
    }
  }

  /**
   * {@code scheduleDelayedTask(ScheduledForkJoinTask)}, since JDK 25. What runs again and again
   * carries nothing.
   */
  public static final class Schedule {
    private Schedule() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object pool, @Advice.Argument(0) Object task) {
      if (VirtualThreads.isScheduler((ForkJoinPool) pool)
          || !(task instanceof Delayed)
          || !isOnce(PERIOD.get(task))) {
        return null;
      }
      Handover handover =
          ScheduledPoolAdvice.isSoon(((Delayed) task).getDelay(TimeUnit.NANOSECONDS))
              ? Handover.ofCurrent()
              : Handover.withoutWaiting();
      carry(task, handover == null ? Context.ROOT : handover);
      return handover;
    }

    private static boolean isOnce(Object period) {
      return period instanceof Long && (Long) period == 0;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Argument(0) Object task,
        @Advice.Enter Object handover,
        @Advice.Thrown(readOnly = true) Throwable thrown) {
      rejected(task, handover, thrown);
    }
  }

  /** {@code executeEnabledScheduledTask(ScheduledForkJoinTask)}: due, also again. */
  public static final class Due {
    private Due() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object pool, @Advice.Argument(0) Object task) {
      if (task != null
          && !VirtualThreads.isScheduler((ForkJoinPool) pool)
          && CARRIED_BY.get(task) == null) {
        carry(task, Context.ROOT);
      }
    }
  }
}
