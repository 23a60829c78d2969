package io.obsagent.instrumentation.servlet.threads;

import io.obsagent.engine.Engine;
import io.obsagent.engine.metrics.pool.ThreadPools;
import net.bytebuddy.asm.Advice;
import org.apache.tomcat.util.net.AbstractEndpoint;

/** {@code AbstractEndpoint.start}. */
public final class TomcatThreadsAdvice {
  private TomcatThreadsAdvice() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(@Advice.This Object self) {
    AbstractEndpoint<?, ?> endpoint = (AbstractEndpoint<?, ?>) self;
    ThreadPools.seen(
        Engine.metrics(),
        endpoint,
        TomcatThreadsAdapter.INSTANCE,
        ThreadPools.TOMCAT,
        String.valueOf(endpoint.getName()));
  }
}
