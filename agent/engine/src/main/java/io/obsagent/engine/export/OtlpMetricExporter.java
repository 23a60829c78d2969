package io.obsagent.engine.export;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.metrics.MetricReading;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends metrics to an OTLP collector, one request at a time. What fails for a passing reason is
 * sent again after a pause; a newer export of cumulative metrics takes its place, of deltas some
 * are kept ({@value #MAX_PENDING} requests), then the oldest dropped and counted.
 *
 * <p>A collector that is lost is not worth a line of its own: traces say it, or the counters.
 * Metrics thread only; it waits for the answers.
 */
final class OtlpMetricExporter implements MetricExporter {
  /** Points a collector has accepted. */
  static final String SENT = "metrics.export.sent";

  /** Requests that failed for a passing reason. */
  static final String FAILED = "metrics.export.failed";

  /** Points given up. */
  static final String DROPPED = "metrics.export.dropped";

  static final int MAX_PENDING = 32;

  /** gRPC collectors take 4 MiB; a point of a histogram has some 400 bytes. */
  private static final int MAX_POINTS = 2_000;

  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final OtlpSettings settings;
  private final MetricConversion conversion;
  private final boolean cumulative;
  private final long timeoutNanos;
  private final String collector;
  private final ArrayDeque<List<MetricData>> pending = new ArrayDeque<>();
  private OtlpMetricTransport transport;
  private boolean unusable;
  private long pauseNanos;
  private long nextNanos;

  /**
   * @param cumulative whether a newer export says all that an older one says
   * @param timeoutMillis after which a request without an answer has failed
   */
  OtlpMetricExporter(
      OtlpSettings settings, MetricConversion conversion, boolean cumulative, long timeoutMillis) {
    this.settings = settings;
    this.conversion = conversion;
    this.cumulative = cumulative;
    this.timeoutNanos =
        TimeUnit.MILLISECONDS.toNanos(Math.max(timeoutMillis, settings.timeoutMillis()));
    this.collector = Endpoints.shown(settings.endpoint());
  }

  @Override
  public void export(List<MetricReading> readings, long nowMillis, long deadlineNanos) {
    if (unusable) {
      return;
    }
    if (cumulative) {
      pending.clear();
    }
    List<MetricData> request = new ArrayList<>();
    int points = 0;
    for (MetricData metric : conversion.convert(readings, nowMillis)) {
      int more = metric.getData().getPoints().size();
      if (points > 0 && points + more > MAX_POINTS) {
        pending.add(request);
        request = new ArrayList<>();
        points = 0;
      }
      request.add(metric);
      points += more;
    }
    if (!request.isEmpty()) {
      pending.add(request);
    }
    while (pending.size() > MAX_PENDING) {
      drop(pending.poll());
    }
    pauseNanos = 0;
    nextNanos = System.nanoTime();
    work(nextNanos, deadlineNanos);
  }

  private static int pointsOf(List<MetricData> metrics) {
    int points = 0;
    for (int i = 0; i < metrics.size(); i++) {
      points += metrics.get(i).getData().getPoints().size();
    }
    return points;
  }

  private static void drop(List<MetricData> metrics) {
    AgentHealth.count(DROPPED, pointsOf(metrics));
  }

  @Override
  public long work(long nowNanos, long deadlineNanos) {
    long now = nowNanos;
    while (!pending.isEmpty() && !unusable && now - nextNanos >= 0) {
      List<MetricData> request = pending.peek();
      Attempt attempt = send(request, deadlineNanos);
      now = System.nanoTime();
      switch (attempt.fate()) {
        case ACCEPTED:
          pending.poll();
          accepted(request, attempt);
          break;
        case REJECTED:
          pending.poll();
          rejected(request, attempt);
          break;
        default:
          AgentHealth.count(FAILED);
          AgentLog.debug("metrics to " + collector + " failed: " + attempt.reason());
          if (!settings.isRetry()) {
            drop(pending.poll());
          }
          pause(now, attempt.retryAfterMillis());
      }
    }
    return pending.isEmpty() || unusable ? NOTHING : Math.max(1, nextNanos - now);
  }

  private void pause(long now, long retryAfterMillis) {
    pauseNanos = pauseNanos == 0 ? FIRST_PAUSE_NANOS : Math.min(MAX_PAUSE_NANOS, pauseNanos << 1);
    long asked = TimeUnit.MILLISECONDS.toNanos(Math.min(retryAfterMillis, 300_000));
    nextNanos = now + Math.max(pauseNanos, asked);
  }

  private void accepted(List<MetricData> request, Attempt attempt) {
    pauseNanos = 0;
    AgentHealth.count(SENT, pointsOf(request) - attempt.rejectedSpans());
    if (!attempt.reason().isEmpty() || attempt.rejectedSpans() > 0) {
      AgentHealth.count(DROPPED, attempt.rejectedSpans());
      AgentLog.once(
          "metrics-partial-" + collector,
          "collector "
              + collector
              + " left out "
              + attempt.rejectedSpans()
              + " of "
              + pointsOf(request)
              + " metric points: "
              + attempt.reason());
    }
  }

  private void rejected(List<MetricData> request, Attempt attempt) {
    drop(request);
    AgentLog.once(
        "metrics-rejected-" + collector,
        "collector "
            + collector
            + " refuses metrics ("
            + attempt.reason()
            + "); what it refuses is dropped and counted (otel.metrics.exporter=none sends none)");
  }

  /** Waits for the answer, or until there is no more time. */
  private Attempt send(List<MetricData> request, long deadlineNanos) {
    Attempt attempt = new Attempt();
    try {
      if (transport == null) {
        Thread self = Thread.currentThread();
        transport = OtlpMetricTransport.open(settings, new Wake(self));
      }
      transport.send(request, attempt);
    } catch (Throwable fault) {
      unusable = transport == null;
      AgentLog.once("otlp-metrics", "metrics cannot be sent to collector " + collector, fault);
      attempt.rejected(fault.getClass().getName());
      return attempt;
    }
    long guard = System.nanoTime() + timeoutNanos;
    long end = guard - deadlineNanos < 0 ? guard : deadlineNanos;
    while (!attempt.isDone()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        Attempt given = new Attempt();
        given.failed("no answer", 0);
        return given;
      }
      LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
      Thread.interrupted(); // as in the thread's own loop
    }
    return attempt;
  }

  @Override
  public boolean isIdle() {
    return pending.isEmpty();
  }

  @Override
  public void close() {
    for (List<MetricData> request = pending.poll(); request != null; request = pending.poll()) {
      drop(request);
    }
    if (transport != null) {
      transport.close();
    }
  }

  private static final class Wake implements Runnable {
    private final Thread thread;

    Wake(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void run() {
      LockSupport.unpark(thread);
    }
  }
}
