package io.obsagent.instrumentation.servlet.threads;

import io.obsagent.engine.metrics.pool.ThreadPoolAdapter;
import org.xnio.XnioWorker;

/** XNIO's worker, whose threads run what an Undertow handler dispatches: all servlets. */
final class UndertowThreadsAdapter implements ThreadPoolAdapter<XnioWorker> {
  static final UndertowThreadsAdapter INSTANCE = new UndertowThreadsAdapter();

  private UndertowThreadsAdapter() {}

  @Override
  public long threads(XnioWorker worker) {
    return worker.getMXBean().getWorkerPoolSize();
  }

  @Override
  public long busy(XnioWorker worker) {
    return worker.getMXBean().getBusyWorkerThreadCount();
  }

  @Override
  public long limit(XnioWorker worker) {
    return worker.getMXBean().getMaxWorkerPoolSize();
  }

  @Override
  public long queued(XnioWorker worker) {
    return worker.getMXBean().getWorkerQueueSize();
  }

  @Override
  public boolean isOver(XnioWorker worker) {
    return worker.isShutdown();
  }
}
