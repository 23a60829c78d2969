package io.obsagent.instrumentation.servlet.threads;

import io.obsagent.engine.metrics.pool.ThreadPoolAdapter;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.tomcat.util.net.AbstractEndpoint;

/** A connector of Tomcat; its executor is Tomcat's own, or whatever somebody configured. */
final class TomcatThreadsAdapter implements ThreadPoolAdapter<AbstractEndpoint<?, ?>> {
  static final TomcatThreadsAdapter INSTANCE = new TomcatThreadsAdapter();

  private TomcatThreadsAdapter() {}

  @Override
  public long threads(AbstractEndpoint<?, ?> endpoint) {
    return endpoint.getCurrentThreadCount();
  }

  @Override
  public long busy(AbstractEndpoint<?, ?> endpoint) {
    return endpoint.getCurrentThreadsBusy();
  }

  @Override
  public long limit(AbstractEndpoint<?, ?> endpoint) {
    return endpoint.getMaxThreads();
  }

  /** Tomcat's own executor extends the JDK's in some versions and not in others. */
  @Override
  public long queued(AbstractEndpoint<?, ?> endpoint) {
    Executor executor = endpoint.getExecutor();
    if (executor instanceof org.apache.tomcat.util.threads.ThreadPoolExecutor) {
      return ((org.apache.tomcat.util.threads.ThreadPoolExecutor) executor).getQueue().size();
    }
    return executor instanceof ThreadPoolExecutor
        ? ((ThreadPoolExecutor) executor).getQueue().size()
        : NONE;
  }

  @Override
  public boolean isOver(AbstractEndpoint<?, ?> endpoint) {
    return !endpoint.isRunning();
  }
}
