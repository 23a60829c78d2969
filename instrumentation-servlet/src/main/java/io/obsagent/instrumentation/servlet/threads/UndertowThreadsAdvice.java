package io.obsagent.instrumentation.servlet.threads;

import io.obsagent.engine.Engine;
import io.obsagent.engine.metrics.pool.ThreadPools;
import net.bytebuddy.asm.Advice;
import org.xnio.XnioWorker;

/** {@code NioXnioWorker.start}. */
public final class UndertowThreadsAdvice {
  private UndertowThreadsAdvice() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object self) {
    XnioWorker worker = (XnioWorker) self;
    ThreadPools.seen(
        Engine.metrics(),
        worker,
        UndertowThreadsAdapter.INSTANCE,
        ThreadPools.UNDERTOW,
        String.valueOf(worker.getName()));
  }
}
