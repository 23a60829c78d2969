package io.obsagent.engine.metrics;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * What one series has counted so far, in the form in which it leaves: buckets. Intervals of a
 * recorder are added, whatever their precision, so nothing ever shrinks. Belongs to the drain.
 *
 * <p>Count, errors and sum are exact. Each value is put where the middle of its HdrHistogram bucket
 * belongs, so a bucket's edge is off by at most half such a bucket: 3.2 % of the value while a
 * series is cold, 0.4 % when it is hot.
 */
final class Distribution {
  private static final double MICROS_PER_SECOND = 1e6;

  /** In microseconds, inclusive upper edges. */
  private final double[] edges;

  final long[] counts;

  /** Null unless somebody exports them. */
  final ExponentialBuckets exponential;

  long count;
  long errors;
  long sumNanos;

  Distribution(double[] secondsEdges, boolean exponential) {
    this.edges = new double[secondsEdges.length];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = secondsEdges[i] * MICROS_PER_SECOND;
    }
    this.counts = new long[edges.length + 1];
    this.exponential = exponential ? new ExponentialBuckets() : null;
  }

  void add(Histogram interval) {
    int bucket = 0;
    for (HistogramIterationValue value : interval.recordedValues()) {
      long times = value.getCountAtValueIteratedTo();
      double middle = middle(interval, value.getValueIteratedTo());
      while (bucket < edges.length && middle > edges[bucket]) {
        bucket++;
      }
      counts[bucket] += times;
      count += times;
      if (exponential != null) {
        exponential.add(middle / MICROS_PER_SECOND, times);
      }
    }
  }

  /** Whole microseconds were cut off, so a bucket that says v to w covers v to w + 1. */
  private static double middle(Histogram interval, long value) {
    return interval.lowestEquivalentValue(value) + interval.sizeOfEquivalentValueRange(value) / 2.0;
  }

  void add(Distribution other) {
    count += other.count;
    errors += other.errors;
    sumNanos += other.sumNanos;
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    if (exponential != null) {
      exponential.add(other.exponential);
    }
  }
}
