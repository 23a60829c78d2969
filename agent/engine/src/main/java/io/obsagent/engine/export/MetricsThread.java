package io.obsagent.engine.export;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.trace.Context;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the metrics, every {@code otel.metric.export.interval}, and sends them. A daemon, without
 * context class loader, in a suppressed context. Apart from the traces' thread, because it waits
 * for what it asks: a collector's answer, an application's gauges.
 *
 * <p>Asleep but for a short visit every ten seconds, which tells busy series from quiet ones. What
 * is not to be touched while the application starts (JMX) is left until ten seconds after.
 */
final class MetricsThread {
  static final long VISIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Metrics metrics;
  private final List<MetricExporter> exporters;
  private final long intervalNanos;
  private final Runnable visit;
  private final Runnable late;
  private final long visitNanos;
  private final Thread thread;
  private boolean started;
  private boolean lateDone;
  private volatile Flush flush;
  private volatile boolean stopped;
  private volatile boolean paused;

  /**
   * @param visit done on this thread every ten seconds; drains the metrics
   * @param late done once, on this thread, when the application has been running for ten seconds
   */
  MetricsThread(
      Metrics metrics,
      List<MetricExporter> exporters,
      long intervalMillis,
      Runnable visit,
      Runnable late) {
    this(metrics, exporters, intervalMillis, visit, late, VISIT_NANOS);
  }

  /** For tests, which have no ten seconds. */
  MetricsThread(
      Metrics metrics,
      List<MetricExporter> exporters,
      long intervalMillis,
      Runnable visit,
      Runnable late,
      long visitNanos) {
    this.visitNanos = visitNanos;
    this.visit = visit;
    this.metrics = metrics;
    this.exporters = exporters;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(1, intervalMillis));
    this.late = late;
    this.thread = new Thread(null, new Body(), "obs-agent-metrics");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
  }

  synchronized void start() {
    if (!started && !stopped) {
      started = true;
      try {
        thread.start();
      } catch (Throwable fault) {
        stopped = true;
        survive("starting the metrics thread", fault);
      }
    }
  }

  /**
   * Reads and sends everything.
   *
   * @param last whether to end the thread after that
   * @return what to wait for, with {@link Flush#await}; null if there is nothing to do
   */
  synchronized Flush flush(long timeoutMillis, boolean last) {
    if (stopped || !started) {
      stopped |= last;
      return null;
    }
    Flush request =
        new Flush(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis), last);
    flush = request;
    LockSupport.unpark(thread);
    return request;
  }

  private void loop() {
    Context.OWN.makeCurrent();
    long now = System.nanoTime();
    long nextVisit = now + visitNanos;
    long nextExport = now + intervalNanos;
    long lateAt = nextVisit;
    while (!stopped) {
      now = System.nanoTime();
      if (flush != null) {
        serve(flush);
        continue;
      }
      if (!lateDone && now - lateAt >= 0) {
        lateDone = true;
        doLate();
      }
      if (now - nextExport >= 0) {
        export(now + intervalNanos);
        nextExport = Math.max(nextExport + intervalNanos, System.nanoTime());
      }
      if (now - nextVisit >= 0) {
        doVisit();
        nextVisit = now + visitNanos;
      }
      long sleep = Math.min(nextVisit, nextExport) - System.nanoTime();
      sleep = Math.min(sleep, work(nextExport));
      if (sleep > 0 && flush == null) {
        LockSupport.parkNanos(this, sleep);
        // Whoever interrupts all threads there are means others: with that mark nothing would wait.
        Thread.interrupted();
      }
    }
  }

  /** Once, and what it throws costs nothing but what it was to do. */
  private void doLate() {
    try {
      late.run();
    } catch (Throwable fault) {
      survive("metrics of the process", fault);
    }
  }

  private void doVisit() {
    try {
      visit.run();
    } catch (Throwable fault) {
      survive("a look at the metrics", fault);
    }
  }

  private long work(long deadlineNanos) {
    long sleep = MetricExporter.NOTHING;
    for (int i = 0; i < exporters.size(); i++) {
      try {
        sleep = Math.min(sleep, exporters.get(i).work(System.nanoTime(), deadlineNanos));
      } catch (Throwable fault) {
        survive("an exporter of metrics", fault);
      }
    }
    return sleep;
  }

  /** Nothing is sent until it is said otherwise; what is counted stays. For any thread. */
  void pause(boolean paused) {
    this.paused = paused;
  }

  private void export(long deadlineNanos) {
    if (paused) {
      return;
    }
    List<MetricReading> readings = metrics.collect();
    if (readings.isEmpty()) {
      return;
    }
    long nowMillis = System.currentTimeMillis();
    for (int i = 0; i < exporters.size(); i++) {
      try {
        exporters.get(i).export(readings, nowMillis, deadlineNanos);
      } catch (Throwable fault) {
        survive("an exporter of metrics", fault);
      }
    }
  }

  private void serve(Flush request) {
    try {
      export(request.deadlineNanos);
      boolean idle = true;
      for (int i = 0; i < exporters.size(); i++) {
        idle &= exporters.get(i).isIdle();
      }
      request.complete = idle;
      if (request.last) {
        stopped = true;
        for (int i = 0; i < exporters.size(); i++) {
          exporters.get(i).close();
        }
      }
    } finally {
      forget(request);
      request.done.countDown();
    }
  }

  /** A newer request, which may be the last one of all, stays. */
  private synchronized void forget(Flush request) {
    if (flush == request) {
      flush = null;
    }
  }

  private static void survive(String who, Throwable fault) {
    AgentHealth.count(ExportThread.FAULTS);
    AgentLog.once("metrics-fault-" + fault.getClass().getName(), who + " failed", fault);
  }

  private final class Body implements Runnable {
    @Override
    public void run() {
      while (!stopped) {
        try {
          loop();
        } catch (Throwable fault) {
          try {
            survive("the metrics thread", fault);
            LockSupport.parkNanos(this, VISIT_NANOS);
          } catch (Throwable again) {
            // Out of memory, most likely: go on and hope.
          }
        }
      }
    }
  }

  /** A request to send everything now. */
  static final class Flush {
    private final long deadlineNanos;
    private final boolean last;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean complete;

    Flush(long deadlineNanos, boolean last) {
      this.deadlineNanos = deadlineNanos;
      this.last = last;
    }

    /** True if everything has left in time. */
    boolean await() {
      try {
        long left = deadlineNanos - System.nanoTime();
        return done.await(Math.max(0, left), TimeUnit.NANOSECONDS) && complete;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
