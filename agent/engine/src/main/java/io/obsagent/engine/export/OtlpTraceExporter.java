package io.obsagent.engine.export;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.trace.Fragment;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends fragments to an OTLP collector, up to four requests at a time, without ever waiting for one
 * of them. What fails for a passing reason (no connection, no answer in time, HTTP 429, 502, 503,
 * 504 and their gRPC kin) waits, within {@link BufferLimit}, until the collector answers again;
 * what the collector refuses for good is dropped and counted. {@link CollectorHealth} says when to
 * try again.
 *
 * <p>A batch that failed five times although others got through in between is dropped: something in
 * it, not the collector, is at fault.
 *
 * <p>OpenTelemetry's exporter and the HTTP stack are loaded with the first batch, on the exporting
 * thread. All state belongs to that thread; answers arrive in {@link Attempt}s and wake it.
 */
public final class OtlpTraceExporter implements FragmentExporter {
  /** Spans a collector has accepted. */
  public static final String SENT = "export.sent";

  /** Requests that failed for a passing reason. */
  public static final String FAILED = "export.failed";

  /** Requests that were made again after they had failed. */
  public static final String RETRIED = "export.retried";

  /** {@code otel.bsp.export.timeout}. */
  public static final int DEFAULT_EXPORT_TIMEOUT_MILLIS = 30_000;

  private static final int MAX_FLIGHTS = 4;
  private static final int MAX_ATTEMPTS = 5;

  private final OtlpSettings settings;
  private final BufferLimit limit;
  private final int batchSpans;
  private final long gatherNanos;
  private final long guardNanos;
  private final String collector;
  private final CollectorHealth health;
  private final Backlog backlog;
  private final ArrayDeque<Batch> retries = new ArrayDeque<>();
  private final ExportNames names;
  private final Flight[] flights = new Flight[MAX_FLIGHTS];
  private Runnable wake;
  private OtlpTransport transport;
  private boolean unusable;
  private boolean flushing;
  private boolean retryTurn;

  /**
   * @param settings where and how
   * @param resource of every span
   * @param version of the agent, that of the instrumentation scopes; may be null
   * @param limit what may wait here and in the queue together
   * @param schedule spans per request, and how long a fragment waits here for others
   * @param exportTimeoutMillis after which a request without an answer has failed, whatever the
   *     sender believes
   */
  public OtlpTraceExporter(
      OtlpSettings settings,
      Resource resource,
      String version,
      BufferLimit limit,
      ExportSchedule schedule,
      int exportTimeoutMillis) {
    this(
        settings,
        resource,
        version,
        limit,
        schedule,
        exportTimeoutMillis,
        CollectorHealth.FIRST_PAUSE_MILLIS);
  }

  OtlpTraceExporter(
      OtlpSettings settings,
      Resource resource,
      String version,
      BufferLimit limit,
      ExportSchedule schedule,
      int exportTimeoutMillis,
      long firstPauseMillis) {
    this.settings = settings;
    this.limit = limit;
    this.batchSpans = schedule.batchSpans();
    this.gatherNanos = TimeUnit.MILLISECONDS.toNanos(schedule.delayMillis());
    this.guardNanos =
        TimeUnit.MILLISECONDS.toNanos(Math.max(exportTimeoutMillis, settings.timeoutMillis()));
    this.collector = Endpoints.shown(settings.endpoint());
    this.health = CollectorHealth.ofSpans(collector, limit, firstPauseMillis);
    this.backlog = new Backlog(limit);
    this.names = new ExportNames(resource, version);
    for (int i = 0; i < flights.length; i++) {
      flights[i] = new Flight(names);
    }
  }

  @Override
  public void attach(Runnable wake) {
    this.wake = wake;
  }

  @Override
  public void export(List<Fragment> batch) {
    if (unusable) {
      AgentHealth.count("dropped.export_unusable", spansOf(batch));
      return;
    }
    backlog.add(batch, System.nanoTime());
  }

  private static int spansOf(List<Fragment> batch) {
    int spans = 0;
    for (int i = 0; i < batch.size(); i++) {
      spans += batch.get(i).size();
    }
    return spans;
  }

  @Override
  public long work(long nowNanos) {
    backlog.makeRoom();
    int underway = harvest(nowNanos);
    while (underway < (health.isPausing() ? 1 : MAX_FLIGHTS) && isDue(nowNanos)) {
      if (!send(next(nowNanos), nowNanos)) {
        return NOTHING;
      }
      underway++;
    }
    return untilNext(underway, nowNanos);
  }

  /**
   * What failed before and what is new take turns: were the former always first, a batch that can
   * never succeed would be the only one ever tried.
   */
  private Batch next(long nowNanos) {
    retryTurn = !retries.isEmpty() && (!retryTurn || backlog.isEmpty());
    if (retryTurn) {
      AgentHealth.count(RETRIED);
      return retries.poll();
    }
    return backlog.take(batchSpans, nowNanos);
  }

  private boolean isDue(long nowNanos) {
    if (health.pauseLeft(nowNanos) > 0) {
      return false;
    }
    if (!retries.isEmpty()) {
      return true;
    }
    return !backlog.isEmpty()
        && (flushing
            || backlog.spans() >= batchSpans
            || nowNanos - backlog.oldestNanos() >= gatherNanos);
  }

  private long untilNext(int underway, long nowNanos) {
    // An answer wakes the thread; the guard is for answers that never come.
    long sleep = underway > 0 ? guardNanos : NOTHING;
    if (health.isPausing()) {
      return underway > 0 ? sleep : Math.max(1, health.pauseLeft(nowNanos));
    }
    if (underway < MAX_FLIGHTS && !backlog.isEmpty()) {
      sleep = Math.min(sleep, Math.max(1, backlog.oldestNanos() + gatherNanos - nowNanos));
    }
    return sleep;
  }

  /** Takes the answers that have arrived; returns how many requests are still under way. */
  private int harvest(long nowNanos) {
    int underway = 0;
    for (int i = 0; i < flights.length; i++) {
      Flight flight = flights[i];
      if (flight.isFree()) {
        continue;
      }
      Attempt attempt = flight.attempt();
      if (attempt.isDone()) {
        conclude(flight.land(), attempt, nowNanos);
      } else if (nowNanos - flight.startedNanos() > guardNanos) {
        flights[i] = new Flight(names);
        Attempt given = new Attempt();
        given.failed("no answer", 0);
        conclude(flight.batch(), given, nowNanos);
      } else {
        underway++;
      }
    }
    return underway;
  }

  private void conclude(Batch batch, Attempt attempt, long nowNanos) {
    switch (attempt.fate()) {
      case ACCEPTED:
        health.succeeded(nowNanos);
        if (attempt.rejectedSpans() == 0) {
          batch.exported();
        }
        release(batch);
        AgentHealth.count(SENT, batch.spans() - attempt.rejectedSpans());
        if (!attempt.reason().isEmpty() || attempt.rejectedSpans() > 0) {
          AgentHealth.count("dropped.rejected", attempt.rejectedSpans());
          AgentLog.once(
              "partial-success-" + collector,
              "collector "
                  + collector
                  + " left out "
                  + attempt.rejectedSpans()
                  + " of "
                  + batch.spans()
                  + " spans: "
                  + attempt.reason());
        }
        break;
      case REJECTED:
        // It answers, so it is not lost; sending the same again would change nothing.
        health.succeeded(nowNanos);
        drop(batch, "dropped.rejected");
        AgentLog.once(
            "rejected-" + collector + attempt.reason(),
            "collector "
                + collector
                + " refuses spans ("
                + attempt.reason()
                + "); what it refuses is dropped and counted");
        break;
      default:
        failed(batch, attempt, nowNanos);
    }
  }

  private void failed(Batch batch, Attempt attempt, long nowNanos) {
    AgentHealth.count(FAILED);
    batch.failed(nowNanos);
    health.failed(nowNanos, attempt.reason(), attempt.retryAfterMillis());
    if (!settings.isRetry()) {
      drop(batch, "dropped.export_failed");
    } else if (batch.attempts() >= MAX_ATTEMPTS
        && health.succeededSince(batch.firstFailureNanos())) {
      drop(batch, "dropped.retries_exhausted");
    } else {
      retries.add(batch);
    }
  }

  private void drop(Batch batch, String reason) {
    release(batch);
    AgentHealth.count(reason, batch.spans());
  }

  private void release(Batch batch) {
    limit.release(batch.bytes(), batch.spans());
  }

  /** False if nothing can be sent at all, ever. */
  private boolean send(Batch batch, long nowNanos) {
    try {
      if (transport == null) {
        transport = OtlpTransport.open(settings, wake);
      }
    } catch (Throwable fault) {
      giveUp(batch, fault);
      return false;
    }
    Flight flight = freeFlight();
    flight.board(batch, nowNanos);
    try {
      transport.send(flight.message(), flight.attempt());
    } catch (Throwable fault) {
      AgentHealth.count(ExportThread.FAULTS);
      AgentLog.once("otlp-send", "a batch of spans could not be sent and is dropped", fault);
      flight.attempt().rejected(fault.getClass().getName());
    }
    return true;
  }

  private Flight freeFlight() {
    for (Flight flight : flights) {
      if (flight.isFree()) {
        return flight;
      }
    }
    throw new IllegalStateException("no free flight");
  }

  /** The settings cannot work (an unreadable certificate, no URL): say it once, hold nothing. */
  private void giveUp(Batch batch, Throwable fault) {
    unusable = true;
    AgentLog.once(
        "otlp-unusable-" + collector, "no spans are exported to collector " + collector, fault);
    drop(batch, "dropped.export_unusable");
    AgentHealth.count("dropped.export_unusable", backlog.clear());
  }

  /**
   * Sends what is here and waits for the answers. A collector that was lost before gets one more
   * chance.
   */
  @Override
  public boolean flush(long timeoutMillis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    flushing = true;
    health.tryNow();
    try {
      for (; ; ) {
        long now = System.nanoTime();
        work(now);
        if (isIdle()) {
          return true;
        }
        if (now - deadline >= 0 || (health.isPausing() && health.pauseLeft(now) > 0)) {
          return false;
        }
        LockSupport.parkNanos(this, Math.min(deadline - now, TimeUnit.MILLISECONDS.toNanos(50)));
      }
    } finally {
      flushing = false;
    }
  }

  /** Nothing waits here and nothing is under way. */
  boolean isIdle() {
    return backlog.isEmpty() && retries.isEmpty() && underway() == 0;
  }

  private int underway() {
    int underway = 0;
    for (Flight flight : flights) {
      if (!flight.isFree()) {
        underway++;
      }
    }
    return underway;
  }

  @Override
  public void close() {
    for (Flight flight : flights) {
      if (!flight.isFree()) {
        drop(flight.batch(), "dropped.shutdown");
      }
    }
    for (Batch batch = retries.poll(); batch != null; batch = retries.poll()) {
      drop(batch, "dropped.shutdown");
    }
    AgentHealth.count("dropped.shutdown", backlog.clear());
    if (transport != null) {
      transport.close();
    }
  }
}
