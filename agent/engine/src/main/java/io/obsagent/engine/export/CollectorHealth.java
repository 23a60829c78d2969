package io.obsagent.engine.export;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Whether the collector answers, and when to try again when it does not: the pauses double from one
 * second to thirty, each shortened by up to half at random so that many processes do not return at
 * the same instant; a {@code Retry-After} is obeyed up to five minutes. While it does not answer
 * there is one request per pause, whatever is waiting: that is the whole retry budget.
 *
 * <p>One line when the collector is lost (at the second failure in a row: a single one is nobody's
 * concern), one when it is back. Exporting thread only.
 */
final class CollectorHealth {
  static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long MAX_PAUSE_MILLIS = 30_000;
  private static final long MAX_RETRY_AFTER_MILLIS = 300_000;
  private static final int FAILURES_UNTIL_LOST = 2;

  private final String collector;
  private final BufferLimit limit;
  private final long firstPauseMillis;
  private int failures;
  private boolean lost;
  private long droppedAtSuccess;
  private long nextAttemptNanos;
  private long lastSuccessNanos = Long.MIN_VALUE;

  CollectorHealth(String collector, BufferLimit limit, long firstPauseMillis) {
    this.collector = collector;
    this.limit = limit;
    this.firstPauseMillis = firstPauseMillis;
    this.droppedAtSuccess = dropped();
  }

  /** The last attempt failed for a passing reason. */
  boolean isPausing() {
    return failures > 0;
  }

  /** Nanoseconds until the next attempt may be made; 0 or less: now. */
  long pauseLeft(long nowNanos) {
    return failures == 0 ? 0 : nextAttemptNanos - nowNanos;
  }

  /** Ends the pause: the process is about to stop, there is no later. */
  void tryNow() {
    nextAttemptNanos = System.nanoTime();
  }

  /** Something was accepted after {@code nanos}. */
  boolean succeededSince(long nanos) {
    return lastSuccessNanos != Long.MIN_VALUE && lastSuccessNanos - nanos > 0;
  }

  void succeeded(long nowNanos) {
    failures = 0;
    lastSuccessNanos = nowNanos;
    long dropped = dropped();
    if (lost) {
      lost = false;
      AgentLog.event(
          "collector "
              + collector
              + " is back; "
              + (dropped - droppedAtSuccess)
              + " spans were dropped meanwhile");
    }
    // Not when it is declared lost: a flood fills the buffer before the second failure.
    droppedAtSuccess = dropped;
  }

  void failed(long nowNanos, String reason, long retryAfterMillis) {
    failures++;
    long pause = Math.min(MAX_PAUSE_MILLIS, firstPauseMillis << Math.min(failures - 1, 15));
    pause -= ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    pause = Math.max(pause, Math.min(retryAfterMillis, MAX_RETRY_AFTER_MILLIS));
    nextAttemptNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(pause);
    if (failures == FAILURES_UNTIL_LOST && !lost) {
      lost = true;
      AgentLog.event(
          "collector "
              + collector
              + " lost: "
              + reason
              + "; spans are buffered up to "
              + size(limit.bytes())
              + ", then dropped");
    }
  }

  private static long dropped() {
    return AgentHealth.get("dropped.memory_limit") + AgentHealth.get("dropped.queue_full");
  }

  private static String size(long bytes) {
    return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }
}
