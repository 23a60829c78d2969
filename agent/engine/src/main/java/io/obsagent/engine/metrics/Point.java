package io.obsagent.engine.metrics;

/**
 * One series as it was at a moment: cumulative, since {@link #startMillis}. Immutable; safe for any
 * thread.
 */
public final class Point {
  private final Object series;
  private final Object[] values;
  private final long startMillis;
  private final double value;
  private final long whole;
  private final boolean isWhole;
  private final long errors;
  private final long[] buckets;
  private final ExponentialBuckets exponential;
  private final Exemplar[] exemplars;

  private Point(
      Object series,
      Object[] values,
      long startMillis,
      double value,
      long whole,
      boolean isWhole,
      long errors,
      long[] buckets,
      ExponentialBuckets exponential,
      Exemplar[] exemplars) {
    this.series = series;
    this.values = values;
    this.startMillis = startMillis;
    this.value = value;
    this.whole = whole;
    this.isWhole = isWhole;
    this.errors = errors;
    this.buckets = buckets;
    this.exponential = exponential;
    this.exemplars = exemplars;
  }

  static Point ofDurations(HistogramSeries series, Distribution total, Exemplar[] exemplars) {
    return new Point(
        series,
        series.values,
        series.startMillis,
        total.sumNanos / 1e9,
        total.count,
        false,
        total.errors,
        total.counts.clone(),
        total.exponential == null ? null : total.exponential.copy(),
        exemplars);
  }

  static Point of(Object series, Object[] values, long startMillis, long value) {
    return new Point(series, values, startMillis, value, value, true, 0, null, null, null);
  }

  static Point of(Object series, Object[] values, long startMillis, double value) {
    return new Point(series, values, startMillis, value, 0, false, 0, null, null, null);
  }

  /** Stands for the series, the same object each time; compare by identity. */
  public Object series() {
    return series;
  }

  /** The series that takes what is over the cap: it has no attributes but that one. */
  public boolean isOverflow() {
    return values == null;
  }

  /** The value of the instrument's {@code index}-th key; null where it is absent. */
  public Object value(int index) {
    return values == null ? null : values[index];
  }

  /** Milliseconds since the epoch. */
  public long startMillis() {
    return startMillis;
  }

  /** Of a counter or gauge. */
  public double value() {
    return value;
  }

  /** Of a counter or gauge, where {@link #isWhole}. */
  public long wholeValue() {
    return whole;
  }

  /** Whether a counter or gauge counts in whole numbers. */
  public boolean isWhole() {
    return isWhole;
  }

  /** Of a histogram: calls. Exact. */
  public long count() {
    return whole;
  }

  /** Of a histogram: calls that failed. Exact. */
  public long errors() {
    return errors;
  }

  /** Of a histogram, in seconds. Exact to the nanosecond, as far as a double goes. */
  public double sum() {
    return value;
  }

  /** Of a histogram: buckets, one more than it has edges. */
  public int bucketCount() {
    return buckets.length;
  }

  /** Of a histogram: calls in the {@code index}-th bucket alone. */
  public long bucket(int index) {
    return buckets[index];
  }

  /** Of a histogram: a call in the {@code index}-th bucket whose trace was exported, or null. */
  public Exemplar exemplar(int index) {
    return exemplars == null ? null : exemplars[index];
  }

  /** Of a histogram; null unless they were asked for. */
  public ExponentialBuckets exponential() {
    return exponential;
  }

  /**
   * What came between an earlier point of the same series and this one.
   *
   * @param before null: this is the first
   * @param sinceMillis when {@code before} was read
   */
  public Point since(Point before, long sinceMillis) {
    if (before == null) {
      return this;
    }
    long[] came = buckets;
    if (came != null) {
      came = buckets.clone();
      for (int i = 0; i < came.length; i++) {
        came[i] -= before.buckets[i];
      }
    }
    return new Point(
        series,
        values,
        sinceMillis,
        value - before.value,
        whole - before.whole,
        isWhole,
        errors - before.errors,
        came,
        exponential == null ? null : exponential.since(before.exponential),
        exemplars);
  }
}
