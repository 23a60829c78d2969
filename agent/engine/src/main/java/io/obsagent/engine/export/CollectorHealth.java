package io.obsagent.engine.export;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.health.CollectorState;
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

  /** What is sent, for the two lines; null: nothing is said. */
  private final String what;

  /** Before the names of the counters of what was dropped. */
  private final String counters;

  private final long limitBytes;
  private final long firstPauseMillis;

  /** For {@link CollectorState}. */
  private final String name;

  private int failures;
  private boolean lost;
  private long droppedAtSuccess;
  private long nextAttemptNanos;
  private long lastSuccessNanos = Long.MIN_VALUE;

  private CollectorHealth(
      String collector, String what, String counters, long limitBytes, long firstPauseMillis) {
    this.collector = collector;
    this.name = (what == null ? "log records" : what) + " to " + collector;
    this.what = what;
    this.counters = counters;
    this.limitBytes = limitBytes;
    this.firstPauseMillis = firstPauseMillis;
    this.droppedAtSuccess = dropped();
  }

  /** That of a collector of spans. */
  static CollectorHealth ofSpans(String collector, BufferLimit limit, long firstPauseMillis) {
    return new CollectorHealth(collector, "spans", "", limit.bytes(), firstPauseMillis);
  }

  /**
   * That of a collector of log records.
   *
   * @param quiet spans go there, too, and say it
   */
  static CollectorHealth ofLogs(
      String collector, boolean quiet, long limitBytes, long firstPauseMillis) {
    return new CollectorHealth(
        collector, quiet ? null : "log records", "logs.", limitBytes, firstPauseMillis);
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
    if (failures > 0 || lastSuccessNanos == Long.MIN_VALUE) {
      CollectorState.say(name, "answers");
    }
    failures = 0;
    lastSuccessNanos = nowNanos;
    long dropped = dropped();
    if (lost && what != null) {
      AgentLog.event(
          "collector "
              + collector
              + " is back; "
              + (dropped - droppedAtSuccess)
              + " "
              + what
              + " were dropped meanwhile");
    }
    lost = false;
    // Not when it is declared lost: a flood fills the buffer before the second failure.
    droppedAtSuccess = dropped;
  }

  void failed(long nowNanos, String reason, long retryAfterMillis) {
    failures++;
    CollectorState.say(name, "does not answer, " + failures + " times by now: " + reason);
    long pause = Math.min(MAX_PAUSE_MILLIS, firstPauseMillis << Math.min(failures - 1, 15));
    pause -= ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    pause = Math.max(pause, Math.min(retryAfterMillis, MAX_RETRY_AFTER_MILLIS));
    nextAttemptNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(pause);
    if (failures == FAILURES_UNTIL_LOST && !lost) {
      lost = true;
      if (what != null) {
        AgentLog.event(
            "collector "
                + collector
                + " lost: "
                + reason
                + "; "
                + what
                + " are buffered up to "
                + size(limitBytes)
                + ", then dropped");
      }
    }
  }

  private long dropped() {
    return AgentHealth.get(counters + "dropped.memory_limit")
        + AgentHealth.get(counters + "dropped.queue_full");
  }

  private static String size(long bytes) {
    return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }
}
