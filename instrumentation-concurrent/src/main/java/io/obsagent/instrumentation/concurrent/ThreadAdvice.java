package io.obsagent.instrumentation.concurrent;

import io.obsagent.engine.trace.Context;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.asm.Advice;

/**
 * What is woven into {@code Thread} and into what makes virtual ones. A platform thread begins with
 * the context of the one that starts it, whoever overrides {@code run()}: see {@link
 * StartedThreads}. The work of a virtual thread is wrapped when the thread is made, which is when
 * it is started nearly always; nothing of {@code VirtualThread} is woven.
 */
public final class ThreadAdvice {
  /** Threads that were started on behalf of a request and have not ended. */
  static final AtomicInteger CARRYING = new AtomicInteger();

  private ThreadAdvice() {}

  /** {@code start()} and {@code start(ThreadContainer)}, which {@code VirtualThread} overrides. */
  public static final class Start {
    private Start() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object thread) {
      WorkerPools.started((Thread) thread);
      if (Context.current() == Context.ROOT || !StartedThreads.mayInherit((Thread) thread)) {
        return null;
      }
      return StartedThreads.started((Thread) thread);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object thread,
        @Advice.Enter Object handover,
        @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (thrown != null && handover != null) {
        StartedThreads.ended((Thread) thread);
      }
    }
  }

  /** {@code exit()}: the thread's last act, called by the JVM. */
  public static final class Exit {
    private Exit() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object thread) {
      if (CARRYING.get() != 0) {
        StartedThreads.ended((Thread) thread);
      }
    }
  }

  /** {@code ThreadBuilders.newVirtualThread(Executor, String, int, Runnable)}. */
  public static final class NewVirtual {
    private NewVirtual() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(3))
    public static Runnable enter(@Advice.Argument(3) Runnable task) {
      if (task == null || Context.current() == Context.ROOT || Pools.isInternal(task.getClass())) {
        return null;
      }
      return new CarriedTask(task, Handover.ofCurrent());
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter Object carried, @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (thrown != null && carried != null) {
        ((CarriedTask) carried).handover.drop();
      }
    }
  }

  /**
   * {@code ThreadPoolExecutor.addWorker(Runnable, boolean)}: a worker lives longer than the request
   * that happens to need it, so its thread is made and started in no context, whatever its factory
   * makes of it. A pool's first one makes the pool known to the metrics.
   */
  public static final class AddWorker {
    private AddWorker() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object self) {
      Context before = Context.current();
      boolean unknown = WorkerPools.making((ThreadPoolExecutor) self);
      if (before != Context.ROOT) {
        Context.ROOT.makeCurrent();
      } else if (!unknown) {
        return null;
      }
      return new Making(before, unknown);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This Object self, @Advice.Enter Object begun) {
      if (begun != null) {
        Making making = (Making) begun;
        if (making.before != Context.ROOT) {
          Context.ROOT.restore(making.before);
        }
        if (making.unknown) {
          WorkerPools.made((ThreadPoolExecutor) self);
        }
      }
    }
  }

  /** What the making of a worker began with. */
  static final class Making {
    final Context before;
    final boolean unknown;

    Making(Context before, boolean unknown) {
      this.before = before;
      this.unknown = unknown;
    }
  }
}
