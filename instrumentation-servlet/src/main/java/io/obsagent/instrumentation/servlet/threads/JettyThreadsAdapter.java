package io.obsagent.instrumentation.servlet.threads;

import io.obsagent.engine.metrics.pool.ThreadPoolAdapter;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty's pool, of the server or of a client. */
final class JettyThreadsAdapter implements ThreadPoolAdapter<QueuedThreadPool> {
  static final JettyThreadsAdapter INSTANCE = new JettyThreadsAdapter();

  private static final String DEFAULT = "qtp";

  private JettyThreadsAdapter() {}

  /** Without the hash code that Jetty puts behind a name it made up: each start has another. */
  static String name(QueuedThreadPool pool) {
    String name = String.valueOf(pool.getName());
    int end = DEFAULT.length();
    while (end < name.length() && Character.digit(name.charAt(end), 10) >= 0) {
      end++;
    }
    return name.startsWith(DEFAULT) && end == name.length() ? DEFAULT : name;
  }

  @Override
  public long threads(QueuedThreadPool pool) {
    return pool.getThreads();
  }

  @Override
  public long busy(QueuedThreadPool pool) {
    return Math.max(0, pool.getThreads() - pool.getIdleThreads());
  }

  @Override
  public long limit(QueuedThreadPool pool) {
    return pool.getMaxThreads();
  }

  @Override
  public long queued(QueuedThreadPool pool) {
    return pool.getQueueSize();
  }

  @Override
  public boolean isOver(QueuedThreadPool pool) {
    return pool.isStopped();
  }
}
