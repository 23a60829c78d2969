package io.obsagent.engine.metrics;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All instruments of this process. Whoever asks twice for a name gets the same instrument, so that
 * variants of one library share theirs. Thread-safe; making an instrument takes a lock, recording
 * does not.
 */
public final class Metrics {
  /** {@code otel.java.metrics.cardinality.limit}. */
  public static final int DEFAULT_SERIES_LIMIT = 2_000;

  /** Readings of observed instruments that failed. */
  public static final String OBSERVATION_FAULTS = "metrics.observation_faults";

  private final boolean enabled;
  private final int seriesLimit;
  private final boolean exponential;
  private final boolean exemplars;
  private final Map<String, Instrument> instruments = new LinkedHashMap<>();
  private final Set<String> fine = new HashSet<>();

  /** Made at the first visit: its histograms are nothing that premain should load. */
  private Drain drain;

  private Metrics(boolean enabled, int seriesLimit, boolean exponential, boolean exemplars) {
    this.enabled = enabled;
    this.seriesLimit = seriesLimit;
    this.exponential = exponential;
    this.exemplars = exemplars;
  }

  /**
   * Metrics that are read by somebody.
   *
   * @param seriesLimit series per instrument, the one that takes the overflow included
   * @param exponential whether histograms are wanted in {@link ExponentialBuckets} too
   */
  public static Metrics of(int seriesLimit, boolean exponential) {
    return of(seriesLimit, exponential, true);
  }

  /**
   * As the other form.
   *
   * @param exemplars whether histograms keep some
   */
  public static Metrics of(int seriesLimit, boolean exponential, boolean exemplars) {
    return new Metrics(true, seriesLimit, exponential, exemplars);
  }

  /** Metrics nobody reads: recording does nothing. */
  public static Metrics off() {
    return new Metrics(false, 1, false, false);
  }

  public boolean isEnabled() {
    return enabled;
  }

  /**
   * Histograms of these names, made from now on, keep {@link ExponentialBuckets} too, whatever is
   * exported: about a kilobyte per series.
   */
  public void keepFine(List<String> names) {
    synchronized (instruments) {
      fine.addAll(names);
    }
  }

  /**
   * A histogram of durations in seconds.
   *
   * @param keys at most eight; the values of a record stand in this order
   */
  public DurationHistogram histogram(
      InstrumentationScope scope,
      String name,
      String description,
      Buckets buckets,
      AttributeKey... keys) {
    synchronized (instruments) {
      DurationHistogram known = known(name, DurationHistogram.class);
      return known != null
          ? known
          : added(
              new DurationHistogram(
                  enabled,
                  seriesLimit,
                  exponential || fine.contains(name),
                  exemplars,
                  buckets,
                  scope,
                  name,
                  description,
                  keys));
    }
  }

  /** A sum that only grows. */
  public Counter counter(
      InstrumentationScope scope,
      String name,
      String unit,
      String description,
      AttributeKey... keys) {
    return counter(Instrument.Kind.COUNTER, scope, name, unit, description, keys);
  }

  /** A sum that goes up and down. */
  public Counter upDownCounter(
      InstrumentationScope scope,
      String name,
      String unit,
      String description,
      AttributeKey... keys) {
    return counter(Instrument.Kind.UP_DOWN_COUNTER, scope, name, unit, description, keys);
  }

  private Counter counter(
      Instrument.Kind kind,
      InstrumentationScope scope,
      String name,
      String unit,
      String description,
      AttributeKey[] keys) {
    synchronized (instruments) {
      Counter known = known(name, Counter.class);
      return known != null
          ? known
          : added(new Counter(enabled, seriesLimit, kind, scope, name, unit, description, keys));
    }
  }

  /**
   * An instrument whose values are asked for at each reading.
   *
   * @param kind anything but a duration
   * @param source asked by the thread that reads
   */
  public void observe(
      Instrument.Kind kind,
      InstrumentationScope scope,
      String name,
      String unit,
      String description,
      Observation.Source source,
      AttributeKey... keys) {
    if (!enabled) {
      return;
    }
    synchronized (instruments) {
      if (known(name, Observed.class) == null) {
        added(new Observed(seriesLimit, kind, scope, name, unit, description, source, keys));
      }
    }
  }

  private <T extends Instrument> T known(String name, Class<T> type) {
    Instrument known = instruments.get(name);
    if (known == null || type.isInstance(known)) {
      return type.cast(known);
    }
    throw new IllegalArgumentException(name + " is already something else");
  }

  private <T extends Instrument> T added(T made) {
    instruments.put(made.name(), made);
    return made;
  }

  /**
   * Takes over what calls have left in the recorders. Also done by {@link #collect}; in between it
   * tells busy series from quiet ones.
   */
  public synchronized void drain() {
    drainAll(all(), false);
  }

  /** Reads everything, the series of all instruments that have any. */
  public synchronized List<MetricReading> collect() {
    List<Instrument> all = all();
    drainAll(all, true);
    List<MetricReading> readings = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      List<Point> points = all.get(i).points();
      if (!points.isEmpty()) {
        readings.add(new MetricReading(all.get(i), points));
      }
    }
    return readings;
  }

  /**
   * Reads the instruments of these names and asks nobody else for anything; those that are not
   * observed only.
   */
  public synchronized List<MetricReading> collect(List<String> names) {
    List<Instrument> all = all();
    drainAll(all, false);
    List<MetricReading> readings = new ArrayList<>(names.size());
    for (int i = 0; i < all.size(); i++) {
      Instrument one = all.get(i);
      if (names.contains(one.name()) && !one.isObserved()) {
        List<Point> points = one.points();
        if (!points.isEmpty()) {
          readings.add(new MetricReading(one, points));
        }
      }
    }
    return readings;
  }

  private void drainAll(List<Instrument> all, boolean observed) {
    if (drain == null) {
      drain = new Drain(Runtime.getRuntime().availableProcessors());
    }
    drain.begin(System.nanoTime());
    for (int i = 0; i < all.size(); i++) {
      Instrument one = all.get(i);
      if (observed || !(one instanceof Observed)) {
        try {
          one.drain(drain);
        } catch (Throwable fault) {
          AgentHealth.count(OBSERVATION_FAULTS);
          AgentLog.once("metric-" + one.name(), "metric " + one.name() + " is not read", fault);
        }
      }
    }
  }

  private List<Instrument> all() {
    synchronized (instruments) {
      return new ArrayList<>(instruments.values());
    }
  }

  /** Series at hand, of all instruments. */
  public int seriesCount() {
    int count = 0;
    for (Instrument instrument : all()) {
      count += instrument.seriesCount();
    }
    return count;
  }
}
