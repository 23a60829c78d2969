package io.obsagent.engine.logs;

import io.obsagent.engine.health.AgentHealth;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * Records that go by themselves: all of them with {@code obs.logs.export=all}, those that come when
 * their fragment has left, and events. Lock-free; offering never blocks. The exporting thread is
 * woken for the first record and for a full batch; between them it comes by about once a second.
 */
public final class LogQueue {
  private static final int SLOTS = 8_192;

  private final MpscAtomicArrayQueue<LogEntry> entries;
  private final AtomicInteger count = new AtomicInteger();
  private final LogMemory memory;
  private final int most;
  private final int batch;
  private final boolean prompt;
  private volatile Runnable waker;
  private volatile boolean started;

  /**
   * @param most records that may wait, 0 for no bound but memory
   * @param batch records for which the exporting thread is woken
   * @param prompt it is woken for the first of each batch, too
   */
  public LogQueue(LogMemory memory, int most, int batch, boolean prompt) {
    this.memory = memory;
    this.most = most <= 0 ? SLOTS : most;
    this.entries = new MpscAtomicArrayQueue<>(Math.min(Math.max(this.most, 16), SLOTS));
    this.batch = batch;
    this.prompt = prompt;
  }

  /** Who is woken; called once, before the first record. */
  public void wakes(Runnable wake) {
    waker = wake;
  }

  /** Takes a record whose memory was admitted; else drops it and counts that. */
  void offer(LogEntry entry) {
    int now = count.incrementAndGet();
    if (now > most || !entries.offer(entry)) {
      count.decrementAndGet();
      memory.release(entry.estimatedBytes());
      AgentHealth.count("logs.dropped.queue_full");
      return;
    }
    if (!started || now == batch || (prompt && now == 1)) {
      started = true;
      Runnable wake = waker;
      if (wake != null) {
        wake.run();
      }
    }
  }

  /** Exporting thread only; null if there is none. */
  public LogEntry poll() {
    LogEntry entry = entries.relaxedPoll();
    if (entry != null) {
      count.decrementAndGet();
    }
    return entry;
  }

  /** Records waiting. */
  public int size() {
    return count.get();
  }
}
