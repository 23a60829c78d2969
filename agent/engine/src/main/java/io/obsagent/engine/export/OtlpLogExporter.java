package io.obsagent.engine.export;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends log records to an OTLP collector as {@link OtlpTraceExporter} sends spans: two requests at
 * a time without waiting for one, what fails for a passing reason again while there is room for it,
 * so that a collector of logs that is gone costs spans nothing. One that knows no logs is asked
 * again every five minutes.
 *
 * <p>Exporting thread only. OpenTelemetry's exporter is loaded with the first record.
 */
final class OtlpLogExporter {
  /** Records a collector has accepted. */
  static final String SENT = "logs.export.sent";

  /** Requests that failed for a passing reason. */
  static final String FAILED = "logs.export.failed";

  private static final int MAX_FLIGHTS = 2;
  private static final int MAX_ATTEMPTS = 5;

  /** Stack traces are up to four times what they are estimated; gRPC servers take 4 MiB. */
  private static final long MAX_BATCH_BYTES = 512L << 10;

  private static final long ABSENT_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final OtlpSettings settings;
  private final ExportNames names;
  private final LogBacklog backlog;
  private final int batchSize;
  private final long guardNanos;
  private final String collector;
  private final CollectorHealth health;
  private final Runnable wake;
  private final List<LogBatch> flights = new ArrayList<>(MAX_FLIGHTS);
  private final ArrayDeque<LogBatch> retries = new ArrayDeque<>();
  private OtlpLogTransport transport;
  private boolean unusable;
  private boolean absent;
  private long absentSinceNanos;
  private boolean retryTurn;

  /**
   * @param resource of every record
   * @param version of the agent; may be null
   * @param backlog where the records are
   * @param batchSize records in one request
   * @param exportTimeoutMillis after which a request without an answer has failed
   * @param health says when to try again
   * @param wake run when an answer has arrived
   */
  OtlpLogExporter(
      OtlpSettings settings,
      Resource resource,
      String version,
      LogBacklog backlog,
      int batchSize,
      int exportTimeoutMillis,
      CollectorHealth health,
      Runnable wake) {
    this.settings = settings;
    this.names = new ExportNames(resource, version);
    this.backlog = backlog;
    this.batchSize = batchSize;
    this.guardNanos =
        TimeUnit.MILLISECONDS.toNanos(Math.max(exportTimeoutMillis, settings.timeoutMillis()));
    this.collector = Endpoints.shown(settings.endpoint());
    this.health = health;
    this.wake = wake;
  }

  /** As {@link FragmentExporter#work}. */
  long work(long nowNanos) {
    harvest(nowNanos);
    if (unusable || (absent && nowNanos - absentSinceNanos < ABSENT_NANOS)) {
      backlog.clear(unusable ? "logs.dropped.export_unusable" : "logs.dropped.rejected");
      return FragmentExporter.NOTHING;
    }
    while (flights.size() < (health.isPausing() ? 1 : MAX_FLIGHTS)
        && health.pauseLeft(nowNanos) <= 0) {
      LogBatch batch = next();
      if (batch == null || !send(batch, nowNanos)) {
        break;
      }
    }
    if (retries.isEmpty() && backlog.isEmpty()) {
      return flights.isEmpty() ? FragmentExporter.NOTHING : guardNanos;
    }
    long sleep = flights.isEmpty() ? FragmentExporter.NOTHING : guardNanos;
    return health.isPausing() ? Math.min(sleep, Math.max(1, health.pauseLeft(nowNanos))) : sleep;
  }

  /** What failed and what is new take turns, so that no batch stands in the way of all others. */
  private LogBatch next() {
    retryTurn = !retries.isEmpty() && (!retryTurn || backlog.isEmpty());
    return retryTurn ? retries.poll() : backlog.take(batchSize, MAX_BATCH_BYTES);
  }

  private boolean send(LogBatch batch, long nowNanos) {
    try {
      if (transport == null) {
        transport = OtlpLogTransport.open(settings, wake);
      }
      flights.add(batch);
      transport.send(batch.begin(names, nowNanos), batch.attempt());
      return true;
    } catch (Throwable fault) {
      AgentHealth.count(ExportThread.FAULTS);
      if (transport == null) {
        unusable = true;
        AgentLog.once(
            "otlp-logs-unusable", "no log records are exported to collector " + collector, fault);
      } else {
        AgentLog.once("otlp-logs-send", "log records could not be sent and are dropped", fault);
      }
      flights.remove(batch);
      drop(batch, "logs.dropped.export_unusable");
      return false;
    }
  }

  private void harvest(long nowNanos) {
    for (Iterator<LogBatch> each = flights.iterator(); each.hasNext(); ) {
      LogBatch batch = each.next();
      Attempt attempt = batch.attempt();
      if (!attempt.isDone() && nowNanos - batch.startedNanos() >= guardNanos) {
        attempt = new Attempt();
        attempt.failed("no answer", 0);
      }
      if (attempt.isDone()) {
        each.remove();
        landed(batch, attempt, nowNanos);
      }
    }
  }

  private void landed(LogBatch batch, Attempt attempt, long nowNanos) {
    switch (attempt.fate()) {
      case ACCEPTED:
        health.succeeded(nowNanos);
        absent = false;
        backlog.release(batch);
        AgentHealth.count(SENT, batch.size() - attempt.rejectedSpans());
        if (attempt.rejectedSpans() > 0) {
          AgentHealth.count("logs.dropped.rejected", attempt.rejectedSpans());
          AgentLog.once(
              "logs-partial-" + collector,
              "collector "
                  + collector
                  + " left out "
                  + attempt.rejectedSpans()
                  + " of "
                  + batch.size()
                  + " log records: "
                  + attempt.reason());
        }
        break;
      case REJECTED:
        health.succeeded(nowNanos);
        absent = isAbsence(attempt.reason());
        absentSinceNanos = nowNanos;
        drop(batch, "logs.dropped.rejected");
        AgentLog.once(
            "logs-rejected-" + collector,
            "collector "
                + collector
                + " refuses log records ("
                + attempt.reason()
                + "); what it refuses is dropped and counted (obs.logs.export=none sends none)");
        break;
      default:
        failed(batch, attempt, nowNanos);
    }
  }

  /** Nobody takes logs there at all. */
  private static boolean isAbsence(String reason) {
    return reason.startsWith("HTTP 404") || reason.startsWith("gRPC UNIMPLEMENTED");
  }

  private void failed(LogBatch batch, Attempt attempt, long nowNanos) {
    AgentHealth.count(FAILED);
    batch.failed(nowNanos);
    health.failed(nowNanos, attempt.reason(), attempt.retryAfterMillis());
    boolean hopeless =
        batch.attempts() >= MAX_ATTEMPTS && health.succeededSince(batch.firstFailureNanos());
    if (!settings.isRetry() || hopeless) {
      drop(batch, hopeless ? "logs.dropped.retries_exhausted" : "logs.dropped.export_failed");
    } else {
      retries.add(batch);
    }
  }

  private void drop(LogBatch batch, String reason) {
    backlog.release(batch);
    AgentHealth.count(reason, batch.size());
  }

  /** Sends what is here and waits for the answers; false if some of it is here still. */
  boolean flush(long timeoutMillis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    health.tryNow();
    for (; ; ) {
      long now = System.nanoTime();
      work(now);
      if (flights.isEmpty() && retries.isEmpty() && backlog.isEmpty()) {
        return true;
      }
      if (now - deadline >= 0 || (health.isPausing() && health.pauseLeft(now) > 0)) {
        return false;
      }
      LockSupport.parkNanos(this, Math.min(deadline - now, TimeUnit.MILLISECONDS.toNanos(50)));
    }
  }

  void close() {
    for (LogBatch batch : flights) {
      drop(batch, "logs.dropped.shutdown");
    }
    for (LogBatch batch : retries) {
      drop(batch, "logs.dropped.shutdown");
    }
    if (transport != null) {
      transport.close();
    }
  }
}
