package io.obsagent.engine.metrics;

import java.util.Collections;
import java.util.List;

/** One instrument as it was at a moment. Immutable; safe for any thread. */
public final class MetricReading {
  private final Instrument instrument;
  private final List<Point> points;

  MetricReading(Instrument instrument, List<Point> points) {
    this.instrument = instrument;
    this.points = Collections.unmodifiableList(points);
  }

  public Instrument instrument() {
    return instrument;
  }

  /** Its series, in no order; never empty. */
  public List<Point> points() {
    return points;
  }
}
