package io.obsagent.instrumentation.concurrent;

import io.obsagent.engine.trace.Context;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.asm.Advice;

/** What is woven into {@code ScheduledThreadPoolExecutor}. */
public final class ScheduledPoolAdvice {
  /** A trace does not wait longer for its open parts anyway (sampling.md: 2 s). */
  private static final long WORTH_WAITING_NANOS = 1_000_000_000L;

  private ScheduledPoolAdvice() {}

  /** The trace waits for work with such a delay. */
  static boolean isSoon(long delayNanos) {
    return delayNanos < WORTH_WAITING_NANOS;
  }

  /**
   * {@code delayedExecute(RunnableScheduledFuture)}, the way of all first submissions. What {@code
   * decorateTask} made of the task is left alone, and so is what runs again and again.
   */
  public static final class DelayedExecute {
    private DelayedExecute() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object self, @Advice.Argument(0) Object submitted) {
      if (Context.current() == Context.ROOT
          || !(submitted instanceof FutureTask)
          || Pools.isInternal((ScheduledThreadPoolExecutor) self)) {
        return;
      }
      RunnableScheduledFuture<?> task = (RunnableScheduledFuture<?>) submitted;
      if (!task.isPeriodic()) {
        boolean soon = isSoon(task.getDelay(TimeUnit.NANOSECONDS));
        FutureTaskAdvice.submitted(
            (FutureTask<?>) submitted, soon ? Handover.ofCurrent() : Handover.withoutWaiting());
      }
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Argument(0) Object task, @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (thrown != null && task instanceof FutureTask) {
        FutureTaskAdvice.drop((FutureTask<?>) task);
      }
    }
  }
}
