package io.obsagent.engine.signals;

import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Point;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The golden signals of the last minute, per entry of the service (a route, a topic): traffic,
 * errors by type, latency of what succeeded and of what failed; and how full everything is. Exact
 * over every call, whatever is sampled, since it reads the metrics that are exported.
 *
 * <p>Costs nothing while calls are made. The metrics thread leaves a {@link #sample} at each of its
 * visits, from which the last minute is told. Thread-safe.
 */
public final class GoldenSignals {
  private static final String REQUESTS = "http.server.request.duration";
  private static final String PROCESSED = "messaging.process.duration";

  /** The histograms of calls that come into a service. */
  public static final List<String> ENTRIES =
      Collections.unmodifiableList(Arrays.asList(REQUESTS, PROCESSED));

  /** How many fragments each policy of a tail sampler kept, and how many none did. */
  static final String FRAGMENTS = "obs.sampling.fragments";

  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Metrics metrics;
  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * @param metrics before any instrument is made
   */
  public GoldenSignals(Metrics metrics) {
    this.metrics = metrics;
    metrics.keepFine(ENTRIES);
    samples.add(new Sample(System.nanoTime(), Collections.<MetricReading>emptyList(), null));
  }

  /** Notes what was counted so far. Called now and then; what is too old is forgotten. */
  public void sample() {
    sample(System.nanoTime());
  }

  synchronized void sample(long nowNanos) {
    if (metrics.isEnabled()) {
      samples.add(new Sample(nowNanos, metrics.collect(ENTRIES), samples.peekLast()));
      forget(nowNanos);
    }
  }

  /** The youngest of those that are a minute old or older is the last one that is needed. */
  private void forget(long nowNanos) {
    while (samples.size() > 1) {
      Sample oldest = samples.pollFirst();
      if (nowNanos - samples.peekFirst().nanos < WINDOW_NANOS) {
        samples.addFirst(oldest);
        return;
      }
    }
  }

  /** Reads all metrics, and tells what came in the last minute, or since the start. */
  public SignalsReading read() {
    return read(System.nanoTime());
  }

  synchronized SignalsReading read(long nowNanos) {
    List<MetricReading> readings = metrics.collect();
    forget(nowNanos);
    Sample before = samples.peekFirst();
    Map<String, EntrySignals> entries = new TreeMap<>();
    for (MetricReading reading : readings) {
      if (ENTRIES.contains(reading.instrument().name())) {
        count(reading, before, entries);
      }
    }
    return new SignalsReading(
        Math.max(1, nowNanos - before.nanos) / 1e9,
        new ArrayList<>(entries.values()),
        Saturation.of(readings),
        KeptTraces.of(readings));
  }

  private static void count(
      MetricReading reading, Sample before, Map<String, EntrySignals> entries) {
    Instrument instrument = reading.instrument();
    boolean http = instrument.name().equals(REQUESTS);
    int error = Keys.index(instrument, "error.type");
    for (Point point : reading.points()) {
      Point came = point.since(before.points.get(point.series()), 0);
      if (came.count() > 0) {
        String name = http ? request(instrument, point) : message(instrument, point);
        String kind = http ? "http" : "messaging";
        EntrySignals entry = entries.get(kind + ' ' + name);
        if (entry == null) {
          entry = new EntrySignals(kind, name);
          entries.put(kind + ' ' + name, entry);
        }
        Object type = error < 0 ? null : point.value(error);
        entry.add(came, type == null ? null : type.toString());
      }
    }
  }

  private static String request(Instrument instrument, Point point) {
    String method = Keys.text(instrument, point, "http.request.method");
    String route = Keys.text(instrument, point, "http.route");
    return point.isOverflow() ? EntrySignals.OTHERS : route == null ? method : method + ' ' + route;
  }

  private static String message(Instrument instrument, Point point) {
    String topic = Keys.text(instrument, point, "messaging.destination.name");
    return point.isOverflow() ? EntrySignals.OTHERS : "process " + topic;
  }

  /** What had been counted at a moment; a series in which nothing came shares its point. */
  private static final class Sample {
    private final long nanos;
    private final Map<Object, Point> points = new IdentityHashMap<>();

    Sample(long nanos, List<MetricReading> readings, Sample before) {
      this.nanos = nanos;
      for (MetricReading reading : readings) {
        for (Point point : reading.points()) {
          Point known = before == null ? null : before.points.get(point.series());
          boolean same = known != null && known.count() == point.count();
          points.put(point.series(), same ? known : point);
        }
      }
    }
  }
}
