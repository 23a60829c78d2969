package io.obsagent.engine.metrics;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import java.util.List;

/**
 * How long calls took. Count, errors and sum are exact over every call; the distribution is that of
 * HdrHistogram, at one significant digit for a series with little to do and two for a busy one.
 *
 * <p>Cost of a record: finding the series ({@link SeriesTable}), then five atomic additions ({@link
 * Cell}); about 20 ns. No lock, no allocation, no clock read.
 */
public final class DurationHistogram extends Instrument {
  private final boolean enabled;
  private final boolean exemplars;
  private final Buckets buckets;
  private final Table table;

  DurationHistogram(
      boolean enabled,
      int limit,
      boolean exponential,
      boolean exemplars,
      Buckets buckets,
      InstrumentationScope scope,
      String name,
      String description,
      AttributeKey[] keys) {
    super(Kind.DURATION, scope, name, "s", description, keys);
    this.enabled = enabled;
    this.exemplars = exemplars;
    this.buckets = buckets;
    this.table = new Table(enabled ? limit : 1, buckets.edges, exponential);
  }

  /** False when nobody will ever read it: then its attributes need not be looked for. */
  public boolean isEnabled() {
    return enabled;
  }

  /** As the longest form, for one attribute. */
  public void record(long nanos, boolean error, Object v0) {
    record(nanos, error, v0, null, null, null, null, null, null, null);
  }

  /** As the longest form, for two attributes. */
  public void record(long nanos, boolean error, Object v0, Object v1) {
    record(nanos, error, v0, v1, null, null, null, null, null, null);
  }

  /** As the longest form, for up to four attributes. */
  public void record(long nanos, boolean error, Object v0, Object v1, Object v2, Object v3) {
    record(nanos, error, v0, v1, v2, v3, null, null, null, null);
  }

  /** As the longest form, for up to six attributes. */
  public void record(
      long nanos, boolean error, Object v0, Object v1, Object v2, Object v3, Object v4, Object v5) {
    record(nanos, error, v0, v1, v2, v3, v4, v5, null, null);
  }

  /**
   * Counts one call that has ended. Never for excluded calls.
   *
   * @param nanos how long it took; what is below 1 counts as 1, what is beyond a minute is in the
   *     last bucket, while the sum has all of it
   * @param error whether it failed
   * @param v0 to {@code v7}: values of the attributes in the order of the instrument's keys: a
   *     {@link String}, a {@link Long} (see {@link MetricNumbers}), or null where absent
   */
  public void record(
      long nanos,
      boolean error,
      Object v0,
      Object v1,
      Object v2,
      Object v3,
      Object v4,
      Object v5,
      Object v6,
      Object v7) {
    if (enabled) {
      ((HistogramSeries) table.get(v0, v1, v2, v3, v4, v5, v6, v7)).record(nanos, error);
    }
  }

  /** As the longest form of a call with a span, for up to six attributes. */
  public void record(
      Span span,
      long nanos,
      boolean error,
      Object v0,
      Object v1,
      Object v2,
      Object v3,
      Object v4,
      Object v5) {
    record(span, nanos, error, v0, v1, v2, v3, v4, v5, null, null);
  }

  /**
   * As the form without a span; where the span is recorded it may become the {@link Exemplar} of
   * its bucket.
   *
   * @param span of the call, not ended yet
   */
  public void record(
      Span span,
      long nanos,
      boolean error,
      Object v0,
      Object v1,
      Object v2,
      Object v3,
      Object v4,
      Object v5,
      Object v6,
      Object v7) {
    if (enabled) {
      HistogramSeries series = (HistogramSeries) table.get(v0, v1, v2, v3, v4, v5, v6, v7);
      series.record(nanos, error);
      if (exemplars && span.isRecording()) {
        series.offerExemplar(span, nanos);
      }
    }
  }

  public Buckets buckets() {
    return buckets;
  }

  @Override
  void drain(Drain drain) {
    table.drain(drain);
  }

  @Override
  List<Point> points() {
    return table.points();
  }

  @Override
  int seriesCount() {
    return table.size();
  }

  private static final class Table extends SeriesTable {
    private final double[] edges;
    private final boolean exponential;

    Table(int limit, double[] edges, boolean exponential) {
      super(limit);
      this.edges = edges;
      this.exponential = exponential;
    }

    @Override
    Series create(Object[] values, int hash) {
      return new HistogramSeries(values, hash, edges, exponential);
    }
  }
}
