package io.obsagent.engine.export;

import io.obsagent.engine.metrics.Point;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import java.util.List;

/** One series of a histogram; of OpenTelemetry's own kind none takes exemplars. Immutable. */
final class HistogramPointView implements HistogramPointData {
  private final long startNanos;
  private final long endNanos;
  private final Attributes attributes;
  private final Point point;
  private final List<Double> edges;
  private final List<Long> counts;
  private final List<DoubleExemplarData> exemplars;

  HistogramPointView(
      long startNanos,
      long endNanos,
      Attributes attributes,
      Point point,
      List<Double> edges,
      List<Long> counts,
      List<DoubleExemplarData> exemplars) {
    this.startNanos = startNanos;
    this.endNanos = endNanos;
    this.attributes = attributes;
    this.point = point;
    this.edges = edges;
    this.counts = counts;
    this.exemplars = exemplars;
  }

  @Override
  public long getStartEpochNanos() {
    return startNanos;
  }

  @Override
  public long getEpochNanos() {
    return endNanos;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public double getSum() {
    return point.sum();
  }

  @Override
  public long getCount() {
    return point.count();
  }

  @Override
  public boolean hasMin() {
    return false;
  }

  @Override
  public double getMin() {
    return 0;
  }

  @Override
  public boolean hasMax() {
    return false;
  }

  @Override
  public double getMax() {
    return 0;
  }

  @Override
  public List<Double> getBoundaries() {
    return edges;
  }

  @Override
  public List<Long> getCounts() {
    return counts;
  }

  @Override
  public List<DoubleExemplarData> getExemplars() {
    return exemplars;
  }
}
