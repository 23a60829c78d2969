package io.obsagent.engine.export;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that empties the {@link FragmentQueue} into the exporters and runs what must
 * happen about once a second. A daemon, without context class loader, in a suppressed context (what
 * it does is never traced); it survives whatever its exporters throw.
 *
 * <p>The thread object is made where this object is made, in premain, so that it inherits nothing
 * from an application's thread; it starts with the first kept fragment or with {@link #start}.
 *
 * <p>Asleep it costs nothing but the tick. The first fragment wakes it; it then waits up to the
 * schedule's delay for more, and is woken before that only when a batch is full.
 */
public final class ExportThread {
  /** Faults of exporters and ticks that were survived. */
  public static final String FAULTS = "export_faults";

  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final FragmentQueue queue;
  private final List<FragmentExporter> exporters;
  private final List<Runnable> ticks = new CopyOnWriteArrayList<>();
  private final int batchSpans;
  private final long delayNanos;
  private final List<Fragment> batch = new ArrayList<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final Thread thread;
  private volatile Flush flush;
  private volatile boolean stopped;

  /**
   * @param queue what is to be emptied
   * @param exporters called in this order
   * @param schedule when to work
   */
  public ExportThread(
      FragmentQueue queue, List<FragmentExporter> exporters, ExportSchedule schedule) {
    this.queue = queue;
    this.exporters = new ArrayList<>(exporters);
    this.batchSpans = schedule.batchSpans();
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(schedule.delayMillis());
    this.thread = new Thread(null, new Body(), "obs-agent-export");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    Runnable waker = new Waker();
    for (FragmentExporter exporter : exporters) {
      exporter.attach(waker);
    }
    queue.wakes(waker);
  }

  /** Adds something short to be run about once a second, e.g. the sweeper of fragments. */
  public void everySecond(Runnable task) {
    ticks.add(task);
  }

  /** Starts the thread if it has not started. Thread-safe. */
  public void start() {
    if (started.compareAndSet(false, true)) {
      try {
        thread.start();
      } catch (Throwable fault) {
        // No memory for a thread, most likely. The queue fills, then drops and counts.
        survive("starting the export thread", fault);
      }
    }
  }

  /** Makes the thread look at once; for exporters whose answer has arrived. Thread-safe. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /**
   * Sends everything that is waiting.
   *
   * @return true if all of it has left within {@code timeoutMillis}; a thread that hangs in an
   *     exporter makes it false, never late
   */
  public boolean flush(long timeoutMillis) {
    return request(timeoutMillis, false);
  }

  /** As {@link #flush}, then ends the thread. What has not left by then is counted as dropped. */
  public boolean shutdown(long timeoutMillis) {
    return request(timeoutMillis, true);
  }

  private synchronized boolean request(long timeoutMillis, boolean last) {
    if (stopped) {
      return true;
    }
    if (queue.queuedSpans() == 0 && started.compareAndSet(false, last)) {
      // A thread that never ran has nothing to send, and is not started only to say so.
      if (last) {
        close();
      }
      return true;
    }
    // A tenth is kept for giving up what has not left, so that it is counted within the time too.
    long sending = last ? timeoutMillis - timeoutMillis / 10 : timeoutMillis;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(sending);
    Flush request = new Flush(deadline, last);
    flush = request;
    start();
    wake();
    try {
      return request.done.await(timeoutMillis, TimeUnit.MILLISECONDS) && request.complete;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void loop() {
    Context.OWN.makeCurrent();
    long nextTick = System.nanoTime();
    long waitingSince = 0;
    boolean waiting = false;
    while (!stopped) {
      long now = System.nanoTime();
      Flush request = flush;
      if (request != null) {
        serve(request);
        continue;
      }
      if (now - nextTick >= 0) {
        tick();
        nextTick = now + TICK_NANOS;
      }
      boolean empty = queue.queuedSpans() == 0;
      if (!empty && !waiting) {
        waiting = true;
        waitingSince = now;
      }
      if (!empty && (queue.queuedSpans() >= batchSpans || now - waitingSince >= delayNanos)) {
        drain();
        waiting = false;
      }
      long sleep = Math.min(nextTick - now, work(now));
      if (waiting) {
        sleep = Math.min(sleep, waitingSince + delayNanos - now);
      }
      if (sleep > 0 && queue.sleepUntil(waiting ? batchSpans : 1)) {
        LockSupport.parkNanos(this, sleep);
        queue.awake();
        // Whoever interrupts all threads there are means others: with that mark nothing would wait.
        Thread.interrupted();
      }
    }
  }

  private void tick() {
    for (int i = 0; i < ticks.size(); i++) {
      try {
        ticks.get(i).run();
      } catch (Throwable fault) {
        survive("a periodic task", fault);
      }
    }
  }

  private void drain() {
    // One round at most takes what was there when it began: ticks and answers get their turn.
    long rounds = queue.queuedSpans() / batchSpans + 1;
    while (rounds-- > 0 && queue.drain(batch, batchSpans) > 0) {
      for (int i = 0; i < exporters.size(); i++) {
        try {
          exporters.get(i).export(batch);
        } catch (Throwable fault) {
          survive("an exporter", fault);
        }
      }
      batch.clear();
    }
  }

  private long work(long now) {
    long sleep = FragmentExporter.NOTHING;
    for (int i = 0; i < exporters.size(); i++) {
      try {
        sleep = Math.min(sleep, exporters.get(i).work(now));
      } catch (Throwable fault) {
        survive("an exporter", fault);
      }
    }
    return sleep;
  }

  private void serve(Flush request) {
    boolean complete = true;
    drain();
    for (int i = 0; i < exporters.size(); i++) {
      try {
        long left = TimeUnit.NANOSECONDS.toMillis(request.deadline - System.nanoTime());
        complete &= exporters.get(i).flush(Math.max(0, left));
      } catch (Throwable fault) {
        complete = false;
        survive("an exporter", fault);
      }
    }
    if (request.last) {
      close();
    }
    flush = null;
    request.complete = complete;
    request.done.countDown();
  }

  private void close() {
    stopped = true;
    for (int i = 0; i < exporters.size(); i++) {
      try {
        exporters.get(i).close();
      } catch (Throwable fault) {
        survive("an exporter", fault);
      }
    }
  }

  /** Even a {@link StackOverflowError} or a missing class costs one batch, not the thread. */
  private static void survive(String who, Throwable fault) {
    AgentHealth.count(FAULTS);
    AgentLog.once("export-fault-" + fault.getClass().getName(), who + " failed", fault);
  }

  private final class Body implements Runnable {
    @Override
    public void run() {
      while (!stopped) {
        try {
          loop();
        } catch (Throwable fault) {
          try {
            survive("the export thread", fault);
          } catch (Throwable again) {
            // Out of memory, most likely: go on and hope.
          }
        }
      }
    }
  }

  /** Called by the application's thread that offered the fragment, or by a sender's. */
  private final class Waker implements Runnable {
    @Override
    public void run() {
      start();
      wake();
    }
  }

  private static final class Flush {
    private final long deadline;
    private final boolean last;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean complete;

    Flush(long deadline, boolean last) {
      this.deadline = deadline;
      this.last = last;
    }
  }
}
