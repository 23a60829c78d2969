package io.obsagent.instrumentation.concurrent;

import io.obsagent.engine.trace.Context;
import io.obsagent.weaving.ForeignField;
import io.obsagent.weaving.ForeignState;
import java.util.TimerTask;
import net.bytebuddy.asm.Advice;

/**
 * What is woven into {@code java.util.Timer}, so that a task that runs once runs in the context
 * that scheduled it. The timer takes such a task off its queue, runs it, and looks at its queue
 * again: between the two the context is current on the timer's thread. No subclass of {@code
 * TimerTask} is touched, and a task keeps its identity. A task that is repeated stays on the queue
 * while it runs, and carries nothing.
 */
public final class TimerAdvice {
  static final String CARRIED = "concurrent.timed";
  static final String RUNNING = "concurrent.timer";

  private static final ForeignState<Handover> CARRIED_BY = ForeignState.named(CARRIED);

  /** By the timer's queue: what its thread runs right now. */
  private static final ForeignState<Handover> RUNNING_ON = ForeignState.named(RUNNING);

  /** An array whose element 1 is the next task. */
  private static final ForeignField TASKS = ForeignField.of("java.util.TaskQueue", "queue");

  private static final ForeignField QUEUE = ForeignField.of("java.util.TimerThread", "queue");

  private TimerAdvice() {}

  /** The task will not run. */
  private static void drop(Object task) {
    Handover handover = CARRIED_BY.get(task);
    if (handover != null) {
      CARRIED_BY.set(task, null);
      handover.drop();
    }
  }

  private static void end(Object queue) {
    Handover handover = RUNNING_ON.get(queue);
    if (handover != null) {
      RUNNING_ON.set(queue, null);
      handover.end();
    }
  }

  /** {@code Timer.sched(TimerTask, long, long)}, the way of every task. */
  public static final class Schedule {
    private Schedule() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(
        @Advice.Argument(0) Object task,
        @Advice.Argument(1) long time,
        @Advice.Argument(2) long period) {
      if (period != 0
          || Context.current() == Context.ROOT
          || task == null
          || CARRIED_BY.get(task) != null // scheduled already: this will throw
          || Pools.isInternal(task.getClass())) {
        return null;
      }
      long delayMillis = time - System.currentTimeMillis();
      Handover handover =
          ScheduledPoolAdvice.isSoon(delayMillis * 1_000_000)
              ? Handover.ofCurrent()
              : Handover.withoutWaiting();
      CARRIED_BY.set(task, handover);
      return handover;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Argument(0) Object task,
        @Advice.Enter Object handover,
        @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (thrown != null && handover != null) {
        drop(task);
      }
    }
  }

  /** {@code TimerTask.cancel()}. */
  public static final class Cancel {
    private Cancel() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This Object task) {
      drop(task);
    }
  }

  /** {@code TaskQueue.removeMin()}, on the timer's thread: the task runs next, or was cancelled. */
  public static final class RemoveMin {
    private RemoveMin() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object queue) {
      TimerTask[] tasks = (TimerTask[]) TASKS.get(queue);
      TimerTask task = tasks == null || tasks.length < 2 ? null : tasks[1];
      Handover handover = task == null ? null : CARRIED_BY.get(task);
      if (handover != null) {
        CARRIED_BY.set(task, null);
        if (handover.begin()) {
          RUNNING_ON.set(queue, handover);
        }
      }
    }
  }

  /** {@code TaskQueue.isEmpty()}: the timer's thread looks for what is next. */
  public static final class IsEmpty {
    private IsEmpty() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object queue) {
      end(queue);
    }
  }

  /** {@code TaskQueue.clear()}: the timer was cancelled, or its thread died. */
  public static final class Clear {
    private Clear() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object queue) {
      TimerTask[] tasks = (TimerTask[]) TASKS.get(queue);
      if (tasks != null) {
        for (TimerTask task : tasks) {
          if (task != null) {
            drop(task);
          }
        }
      }
    }
  }

  /** {@code TimerThread.mainLoop()}, left by what a task threw. */
  public static final class MainLoop {
    private MainLoop() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This Object thread) {
      Object queue = QUEUE.get(thread);
      if (queue != null) {
        end(queue);
      }
    }
  }
}
