package io.obsagent.engine.metrics;

/**
 * Calls of several series taken together, and their quantiles. Not thread-safe; for readers, not
 * for those who record.
 */
public final class Latencies {
  private final ExponentialBuckets buckets = new ExponentialBuckets();
  private long count;
  private double sum;

  /**
   * Adds the calls of a series.
   *
   * @param point of a histogram that keeps {@link ExponentialBuckets}: {@link Metrics#keepFine}
   */
  public void add(Point point) {
    count += point.count();
    sum += point.sum();
    buckets.add(point.exponential());
  }

  public long count() {
    return count;
  }

  /** In seconds; exact. */
  public double sum() {
    return sum;
  }

  /**
   * How long all but a share of the calls took at most, in seconds: the middle of its bucket, which
   * is off by half a bucket (1 to 5 %, as far apart as the calls are) and by what {@link
   * Distribution} states. NaN where there are none.
   *
   * @param quantile above 0, at most 1
   */
  public double quantile(double quantile) {
    if (count <= 0) {
      return Double.NaN;
    }
    long rank = (long) Math.max(1, Math.ceil(quantile * count));
    int bucket = -1;
    for (long seen = 0; seen < rank && bucket < buckets.size() - 1; ) {
      seen += buckets.count(++bucket);
    }
    return bucket < 0 ? Double.NaN : buckets.middle(bucket);
  }
}
