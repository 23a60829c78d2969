package io.obsagent.engine.metrics;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * An instrument whose values somebody else keeps and which asks for them when it is read. What the
 * {@link Observation.Source} throws costs one reading and is counted.
 */
final class Observed extends Instrument implements Observation {
  private final int limit;
  private final Observation.Source source;
  private final long startMillis = System.currentTimeMillis();

  /** Of the series seen before, so that each keeps its identity; the drain's own. */
  private List<Seen> seen = new ArrayList<>();

  private List<Seen> now = new ArrayList<>();
  private List<Point> points = Collections.emptyList();

  Observed(
      int limit,
      Kind kind,
      InstrumentationScope scope,
      String name,
      String unit,
      String description,
      Observation.Source source,
      AttributeKey[] keys) {
    super(kind, scope, name, unit, description, keys);
    this.limit = limit;
    this.source = source;
  }

  @Override
  public boolean isObserved() {
    return true;
  }

  @Override
  void drain(Drain drain) {
    points = new ArrayList<>();
    now = new ArrayList<>();
    try {
      source.observe(this);
    } finally {
      seen = now;
    }
  }

  @Override
  public void set(long value, Object... values) {
    Seen series = series(values);
    if (series != null) {
      points.add(Point.of(series, series.values, startMillis, value));
    }
  }

  @Override
  public void set(double value, Object... values) {
    Seen series = series(values);
    if (series != null) {
      points.add(Point.of(series, series.values, startMillis, value));
    }
  }

  private Seen series(Object[] values) {
    if (now.size() >= limit) {
      return null;
    }
    Object[] padded = Arrays.copyOf(values, MAX_KEYS);
    Seen found = null;
    for (int i = 0; i < seen.size() && found == null; i++) {
      if (Arrays.equals(seen.get(i).values, padded)) {
        found = seen.get(i);
      }
    }
    found = found == null ? new Seen(padded) : found;
    now.add(found);
    return found;
  }

  @Override
  List<Point> points() {
    return points;
  }

  @Override
  int seriesCount() {
    return seen.size();
  }

  private static final class Seen {
    private final Object[] values;

    Seen(Object[] values) {
      this.values = values;
    }
  }
}
