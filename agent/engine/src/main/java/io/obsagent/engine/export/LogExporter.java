package io.obsagent.engine.export;

import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.logs.LogMemory;
import io.obsagent.engine.logs.LogQueue;
import io.obsagent.engine.logs.LogRing;
import io.obsagent.engine.trace.Fragment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Takes the log records of the fragments that leave, and those that go by themselves, to where they
 * go. It stands beside the exporters of spans on the exporting thread; none waits for another.
 */
final class LogExporter implements FragmentExporter {
  /** Where records go; made with the first of them. */
  interface Destination {
    /** Null while there is nobody to take them: they wait, the oldest are let go. */
    OtlpLogExporter open(LogBacklog backlog, Runnable wake, long nowNanos);
  }

  private final LogQueue queue;
  private final LogMemory memory;
  private final LogBacklog backlog;
  private final int batchSize;
  private final long delayNanos;
  private final Destination destination;
  private final RequestLines lines;
  private final List<LogEntry> taken = new ArrayList<>();
  private OtlpLogExporter otlp;
  private Runnable wake;
  private boolean waiting;
  private long waitingSince;

  /**
   * @param delayMillis longest time a record of the queue waits for others
   * @param destination null if all that comes is printed
   * @param lines null if nothing is printed
   */
  LogExporter(
      LogQueue queue,
      LogMemory memory,
      int batchSize,
      int delayMillis,
      Destination destination,
      RequestLines lines) {
    this.queue = queue;
    this.memory = memory;
    this.backlog = new LogBacklog(memory);
    this.batchSize = batchSize;
    this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
    this.destination = destination;
    this.lines = lines;
  }

  @Override
  public void attach(Runnable wake) {
    this.wake = wake;
    queue.wakes(wake);
  }

  @Override
  public void export(List<Fragment> batch) {
    for (int i = 0; i < batch.size(); i++) {
      LogRing ring = batch.get(i).takeLogs();
      if (ring != null) {
        ring.drainTo(taken);
      }
    }
    for (int i = 0; i < taken.size(); i++) {
      backlog.add(taken.get(i));
    }
    taken.clear();
  }

  @Override
  public long work(long nowNanos) {
    if (queue.size() > 0 && !waiting) {
      waiting = true;
      waitingSince = nowNanos;
    }
    long wait = NOTHING;
    if (waiting) {
      wait = waitingSince + delayNanos - nowNanos;
      if (wait <= 0 || queue.size() >= batchSize) {
        drain();
        wait = NOTHING;
      }
    }
    return Math.min(wait, send(nowNanos));
  }

  private void drain() {
    waiting = false;
    // At most what was there when it began: others have their turn.
    for (int left = queue.size(); left > 0; left--) {
      LogEntry entry = queue.poll();
      if (entry == null) {
        break;
      }
      if (lines != null && entry.eventName() != null) {
        lines.add(entry);
        memory.hold(entry.estimatedBytes());
        memory.unhold(entry.estimatedBytes());
      } else {
        backlog.add(entry);
      }
    }
    if (lines != null) {
      lines.flush();
    }
  }

  private long send(long nowNanos) {
    if (otlp == null) {
      if (backlog.isEmpty() || destination == null) {
        return NOTHING;
      }
      otlp = destination.open(backlog, wake, nowNanos);
    }
    return otlp == null ? NOTHING : otlp.work(nowNanos);
  }

  @Override
  public boolean flush(long timeoutMillis) {
    drain();
    send(System.nanoTime());
    return otlp == null || otlp.flush(timeoutMillis);
  }

  @Override
  public void close() {
    drain();
    if (otlp != null) {
      otlp.close();
    }
    backlog.clear("logs.dropped.shutdown");
  }
}
