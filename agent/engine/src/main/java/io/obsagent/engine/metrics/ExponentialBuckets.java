package io.obsagent.engine.metrics;

import java.util.Arrays;

/**
 * Base-2 exponential buckets of positive values: bucket {@code i} holds what is above {@code
 * base^i} and at most {@code base^(i+1)}, with {@code base = 2^(2^-scale)}. At most 160 of them;
 * when values lie further apart, the scale goes down and neighbours are put together.
 *
 * <p>It begins at scale 6 (buckets of 1.1 %), since what comes in is not known better than that.
 * Not thread-safe.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram">The
 *     data model</a>
 */
public final class ExponentialBuckets {
  static final int MAX_BUCKETS = 160;
  static final int MAX_SCALE = 6;
  private static final double LOG_2 = Math.log(2);

  private int scale = MAX_SCALE;

  /** Counts of the buckets {@code low} to {@code high}; empty while high is below low. */
  private long[] counts = new long[MAX_BUCKETS];

  private int low;
  private int high = -1;

  ExponentialBuckets() {}

  private ExponentialBuckets(ExponentialBuckets other) {
    scale = other.scale;
    counts = Arrays.copyOf(other.counts, Math.max(1, other.size()));
    low = other.low;
    high = other.high;
  }

  /** As it is now, to be read and not added to: it has no room for more buckets. */
  ExponentialBuckets copy() {
    return new ExponentialBuckets(this);
  }

  /**
   * What came since {@code before}, an earlier copy of this: the same buckets with less in them.
   */
  ExponentialBuckets since(ExponentialBuckets before) {
    ExponentialBuckets came = copy();
    came.subtract(before);
    return came;
  }

  /** Takes away what {@code part} has, of which all is in here. */
  void subtract(ExponentialBuckets part) {
    for (int i = 0; i < part.size(); i++) {
      counts[((part.low + i) >> (part.scale - scale)) - low] -= part.counts[i];
    }
  }

  void clear() {
    scale = MAX_SCALE;
    Arrays.fill(counts, 0);
    low = 0;
    high = -1;
  }

  /**
   * @param value above 0
   */
  void add(double value, long times) {
    addAt(index(value, scale), times);
  }

  private static int index(double value, int scale) {
    return (int) Math.ceil(Math.scalb(Math.log(value) / LOG_2, scale)) - 1;
  }

  private void addAt(int bucket, long times) {
    int index = bucket;
    if (high < low) {
      low = index;
      high = index;
    }
    while (Math.max(high, index) - Math.min(low, index) >= MAX_BUCKETS) {
      coarsen();
      index >>= 1;
    }
    if (index < low) {
      System.arraycopy(counts, 0, counts, low - index, high - low + 1);
      Arrays.fill(counts, 0, low - index, 0);
      low = index;
    }
    high = Math.max(high, index);
    counts[index - low] += times;
  }

  private void coarsen() {
    long[] merged = new long[MAX_BUCKETS];
    int newLow = low >> 1;
    for (int i = low; i <= high; i++) {
      merged[(i >> 1) - newLow] += counts[i - low];
    }
    counts = merged;
    low = newLow;
    high >>= 1;
    scale--;
  }

  void add(ExponentialBuckets other) {
    if (other.isEmpty()) {
      return;
    }
    while (scale > other.scale) {
      coarsen();
    }
    for (int i = 0; i < other.size(); i++) {
      if (other.count(i) > 0) {
        // Adding may coarsen this one on the way.
        addAt((other.offset() + i) >> (other.scale - scale), other.count(i));
      }
    }
  }

  public boolean isEmpty() {
    return high < low;
  }

  public int scale() {
    return scale;
  }

  /** Index of the first bucket. */
  public int offset() {
    return isEmpty() ? 0 : low;
  }

  /** How many buckets there are from the first to the last with anything in it. */
  public int size() {
    return high - low + 1;
  }

  /** Of the {@code i}-th bucket from the first. */
  public long count(int i) {
    return counts[i];
  }

  /** Upper edge of the {@code i}-th bucket from the first. */
  double upperEdge(int i) {
    return Math.pow(2, Math.scalb((double) low + i + 1, -scale));
  }

  /** The geometric middle of the {@code i}-th bucket from the first. */
  double middle(int i) {
    return Math.pow(2, Math.scalb(low + i + 0.5, -scale));
  }
}
