package io.obsagent.engine.metrics;

import java.util.Arrays;
import org.HdrHistogram.AtomicHistogram;

/**
 * What one series has counted so far, in the form in which it leaves: buckets. Histograms are added
 * whatever their precision. Belongs to the drain.
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

  /**
   * Adds all that a histogram has counted. Somebody may record meanwhile, so its own iterators,
   * which refuse that, are no use.
   */
  void add(AtomicHistogram histogram) {
    int bucket = 0;
    long max = histogram.getMaxValue();
    for (long value = 0; value <= max; value = histogram.nextNonEquivalentValue(value)) {
      long times = histogram.getCountAtValue(value);
      if (times == 0) {
        continue;
      }
      // Whole microseconds were cut off, so what says v to w covers v to w + 1.
      double middle = value + histogram.sizeOfEquivalentValueRange(value) / 2.0;
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

  /** Takes away what {@code part} has, of which all is in here. */
  void subtract(Distribution part) {
    count -= part.count;
    errors -= part.errors;
    sumNanos -= part.sumNanos;
    for (int i = 0; i < counts.length; i++) {
      counts[i] -= part.counts[i];
    }
    if (exponential != null) {
      exponential.subtract(part.exponential);
    }
  }

  void clear() {
    count = 0;
    errors = 0;
    sumNanos = 0;
    Arrays.fill(counts, 0);
    if (exponential != null) {
      exponential.clear();
    }
  }
}
