package io.obsagent.instrumentation.concurrent;

import io.obsagent.engine.trace.Context;
import java.util.List;
import java.util.ListIterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import net.bytebuddy.asm.Advice;

/**
 * What is woven into {@code ThreadPoolExecutor}: where work enters, and every place that would show
 * the application a wrapper of ours.
 */
public final class ThreadPoolAdvice {
  private ThreadPoolAdvice() {}

  /** {@code execute(Runnable)}. Outside a trace: one thread-local and one volatile read. */
  public static final class Execute {
    private Execute() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    public static Runnable enter(@Advice.This Object self, @Advice.Argument(0) Runnable task) {
      if (task == null || task instanceof CarriedTask) {
        return null;
      }
      if (Context.current() == Context.ROOT) {
        PendingTasks.submitted(task, null);
        return null;
      }
      ThreadPoolExecutor pool = (ThreadPoolExecutor) self;
      if (Pools.isInternal(pool) || Pools.isInternal(task.getClass())) {
        return null;
      }
      if (task instanceof FutureTask) {
        if (!FutureTaskAdvice.isCarrying((FutureTask<?>) task)) {
          FutureTaskAdvice.submitted((FutureTask<?>) task, Handover.ofCurrent());
        }
        return null;
      }
      if (task instanceof CompletableFuture.AsynchronousCompletionTask) {
        return null; // the function inside carries its context
      }
      if (Pools.mayWrap(pool, task)) {
        return new CarriedTask(task, Handover.ofCurrent());
      }
      PendingTasks.submitted(task, Handover.ofCurrent());
      return null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Argument(0) Object task, @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (thrown == null) {
        return;
      }
      if (task instanceof FutureTask) {
        FutureTaskAdvice.drop((FutureTask<?>) task);
      } else if (task instanceof CarriedTask) {
        ((CarriedTask) task).handover.drop();
      } else if (task != null) {
        PendingTasks.drop((Runnable) task);
      }
    }
  }

  /** {@code reject(Runnable)}: the handler gets the task itself. */
  public static final class Reject {
    private Reject() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    public static Runnable enter(@Advice.Argument(0) Runnable task) {
      if (task instanceof CarriedTask) {
        // It runs on this thread, whose context is the right one, or not at all, or anew.
        ((CarriedTask) task).handover.drop();
        return ((CarriedTask) task).task;
      }
      if (task != null && !(task instanceof FutureTask)) {
        PendingTasks.drop(task);
      }
      return null;
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This Object pool, @Advice.Argument(0) Object task) {
      if (task instanceof FutureTask
          && ((ThreadPoolExecutor) pool).getRejectedExecutionHandler()
              instanceof ThreadPoolExecutor.DiscardPolicy) {
        FutureTaskAdvice.drop((FutureTask<?>) task);
      }
    }
  }

  /** {@code remove(Runnable)}: finds the wrapper by its task. */
  public static final class Remove {
    private Remove() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    public static Runnable enter(@Advice.This Object pool, @Advice.Argument(0) Runnable task) {
      return task != null && Pools.mayWrap((ThreadPoolExecutor) pool, task)
          ? new CarriedTask.Sought(task)
          : null;
    }

    @Advice.OnMethodExit(inline = false)
    public static void exit(
        @Advice.Argument(0) Object task, @Advice.Return(readOnly = true) boolean removed) {
      if (!removed || task instanceof FutureTask) {
        return;
      }
      if (task instanceof CarriedTask.Sought) {
        ((CarriedTask.Sought) task).dropFound();
      } else {
        PendingTasks.drop((Runnable) task);
      }
    }
  }

  /** {@code shutdownNow()}: returns the tasks themselves. */
  public static final class ShutdownNow {
    private ShutdownNow() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Return(readOnly = true) List<Runnable> tasks) {
      for (ListIterator<Runnable> each = tasks.listIterator(); each.hasNext(); ) {
        Runnable task = each.next();
        if (task instanceof CarriedTask) {
          ((CarriedTask) task).handover.drop();
          each.set(((CarriedTask) task).task);
        } else if (!(task instanceof FutureTask)) {
          PendingTasks.drop(task);
        }
      }
    }
  }

  /** {@code beforeExecute(Thread, Runnable)} of any pool: gets the task itself, in its context. */
  public static final class BeforeExecute {
    private BeforeExecute() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(1))
    public static Runnable enter(@Advice.Argument(1) Runnable task) {
      if (task instanceof CarriedTask) {
        return ((CarriedTask) task).task;
      }
      if (task != null && !(task instanceof FutureTask)) {
        PendingTasks.begin(task);
      }
      return null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Thrown(readOnly = true) Throwable thrown) {
      if (thrown != null) {
        PendingTasks.end(); // neither the task nor afterExecute will run
      }
    }
  }

  /** {@code afterExecute(Runnable, Throwable)} of any pool. */
  public static final class AfterExecute {
    private AfterExecute() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    public static Runnable enter(@Advice.Argument(0) Runnable task) {
      return task instanceof CarriedTask ? ((CarriedTask) task).task : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit() {
      PendingTasks.end();
    }
  }
}
