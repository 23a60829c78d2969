package io.obsagent.instrumentation.servlet.threads;

import io.obsagent.engine.Engine;
import io.obsagent.engine.metrics.pool.ThreadPools;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** {@code QueuedThreadPool.doStart}. */
public final class JettyThreadsAdvice {
  private JettyThreadsAdvice() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object self) {
    QueuedThreadPool pool = (QueuedThreadPool) self;
    ThreadPools.seen(
        Engine.metrics(),
        pool,
        JettyThreadsAdapter.INSTANCE,
        ThreadPools.JETTY,
        JettyThreadsAdapter.name(pool));
  }
}
