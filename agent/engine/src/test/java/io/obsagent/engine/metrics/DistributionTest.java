package io.obsagent.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.HdrHistogram.AtomicHistogram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of what HdrHistogram's counts become, over many kinds of latencies. */
class DistributionTest {
  private static final double[] QUANTILES = {0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1};

  /** Half a bucket of HdrHistogram at one digit, and the microsecond that is cut off. */
  private static final double EDGE_ERROR = 0.033;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void countsAreExactAndQuantilesWithinOneBucket(int digits) {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      long[] nanos = latencies(random, 1 + random.nextInt(3_000));
      Cell cell = new Cell(digits);
      Distribution total = new Distribution(Buckets.HTTP.edges, true);
      long sum = 0;
      for (int i = 0; i < nanos.length; i++) {
        cell.record(nanos[i], i % 7 == 0);
        sum += nanos[i];
        if (random.nextInt(500) == 0) {
          total.clear();
          cell.addTo(total);
        }
      }
      total.clear();
      cell.addTo(total);

      assertThat(total.count).isEqualTo(nanos.length);
      assertThat(Arrays.stream(total.counts).sum()).isEqualTo(nanos.length);
      assertThat(total.errors).isEqualTo((nanos.length + 6) / 7);
      assertThat(total.sumNanos).isEqualTo(sum);
      Arrays.sort(nanos);
      explicitQuantiles(nanos, total, "seed " + seed);
      exponentialQuantiles(nanos, total, "seed " + seed);
    }
  }

  private static long[] latencies(Random random, int count) {
    double median = Math.pow(10, 3 + random.nextInt(7));
    double spread = random.nextDouble() * 2;
    int kind = random.nextInt(3);
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      double one =
          switch (kind) {
            case 0 -> median * Math.exp(spread * random.nextGaussian());
            case 1 -> median * (1 + random.nextDouble());
            default -> random.nextInt(10) == 0 ? median * 50 : median;
          };
      nanos[i] = Math.max(1, Math.min((long) one, 59_000_000_000L));
    }
    return nanos;
  }

  private static long exact(long[] sorted, double quantile) {
    return sorted[(int) Math.max(0, Math.ceil(quantile * sorted.length) - 1)];
  }

  private static void explicitQuantiles(long[] sorted, Distribution total, String what) {
    for (double quantile : QUANTILES) {
      long rank = (long) Math.max(1, Math.ceil(quantile * sorted.length));
      long seen = 0;
      int bucket = -1;
      while (seen < rank) {
        seen += total.counts[++bucket];
      }
      double seconds = exact(sorted, quantile) / 1e9;
      double low = bucket == 0 ? 0 : Buckets.HTTP.edge(bucket - 1);
      double high = bucket == Buckets.HTTP.size() ? 1e9 : Buckets.HTTP.edge(bucket);
      assertThat(seconds)
          .as(what + " q" + quantile)
          .isBetween(low * (1 - EDGE_ERROR), high * (1 + EDGE_ERROR) + 1e-6);
    }
  }

  private static void exponentialQuantiles(long[] sorted, Distribution total, String what) {
    ExponentialBuckets buckets = total.exponential;
    long all = 0;
    for (int i = 0; i < buckets.size(); i++) {
      all += buckets.count(i);
    }
    assertThat(all).isEqualTo(sorted.length);
    assertThat(buckets.size()).isLessThanOrEqualTo(ExponentialBuckets.MAX_BUCKETS);
    for (double quantile : QUANTILES) {
      long rank = (long) Math.max(1, Math.ceil(quantile * sorted.length));
      long seen = 0;
      int bucket = -1;
      while (seen < rank) {
        seen += buckets.count(++bucket);
      }
      double seconds = Math.max(exact(sorted, quantile) / 1e9, 0.5e-6);
      double base = Math.pow(2, Math.pow(2, -buckets.scale()));
      double high = buckets.upperEdge(bucket);
      // Below 16 µs HdrHistogram's own buckets are whole microseconds.
      assertThat(seconds)
          .as(what + " q" + quantile + " scale " + buckets.scale())
          .isBetween(high / base * (1 - EDGE_ERROR) - 0.6e-6, high * (1 + EDGE_ERROR) + 0.6e-6);
    }
  }

  /** What the javadoc of the class states: 3.2 % and 0.4 % of the value, and its microsecond. */
  @ParameterizedTest
  @CsvSource({"1, 0.032", "2, 0.004"})
  void theSumOfTheBucketsMiddlesIsWithinTheStatedError(int digits, double error) {
    for (int seed = 0; seed < 100; seed++) {
      long[] nanos = latencies(new Random(seed), 2_000);
      AtomicHistogram histogram = new AtomicHistogram(1, Cell.MAX_MICROS, digits);
      double exact = 0;
      for (long one : nanos) {
        histogram.recordValue(one / 1_000);
        exact += one / 1e9;
      }
      Distribution total = new Distribution(Buckets.HTTP.edges, true);
      total.add(histogram);
      double fromBuckets = 0;
      for (int i = 0; i < total.exponential.size(); i++) {
        double high = total.exponential.upperEdge(i);
        double low = high / Math.pow(2, Math.pow(2, -total.exponential.scale()));
        // Anywhere in its bucket, so the bucket's own width is added to what is stated.
        assertThat(total.exponential.count(i)).isNotNegative();
        fromBuckets += total.exponential.count(i) * Math.sqrt(high * low);
      }
      double halfBucket = Math.pow(2, Math.pow(2, -total.exponential.scale()) / 2) - 1;
      assertThat(fromBuckets)
          .as("seed " + seed)
          .isCloseTo(exact, within(exact * (error + halfBucket) + nanos.length * 1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 42})
  void whatCameBetweenTwoReadingsIsTheirDifference(int seed) {
    Random random = new Random(seed);
    ExponentialBuckets buckets = new ExponentialBuckets();
    double sum = 0;
    ExponentialBuckets before = buckets.copy();
    for (int round = 0; round < 50; round++) {
      int came = random.nextInt(20);
      for (int i = 0; i < came; i++) {
        buckets.add(Math.pow(10, -6 + random.nextDouble() * (round + 1) / 5), 1);
      }
      ExponentialBuckets since = buckets.since(before);
      long counted = 0;
      for (int i = 0; i < since.size(); i++) {
        assertThat(since.count(i)).isNotNegative();
        counted += since.count(i);
      }
      assertThat(counted).isEqualTo(came);
      sum += counted;
      before = buckets.copy();
    }
    long all = 0;
    for (int i = 0; i < buckets.size(); i++) {
      all += buckets.count(i);
    }
    assertThat((double) all).isEqualTo(sum, within(0.0));
    assertThat(buckets.scale()).isLessThan(ExponentialBuckets.MAX_SCALE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void exponentialBucketsOfTwoAddUp(long seed) {
    Random random = new Random(seed);
    ExponentialBuckets one = new ExponentialBuckets();
    ExponentialBuckets other = new ExponentialBuckets();
    ExponentialBuckets both = new ExponentialBuckets();
    for (int i = 0; i < 1_000; i++) {
      double small = Math.pow(10, -6 + random.nextDouble());
      double big = Math.pow(10, 1 + random.nextDouble() * seed);
      one.add(small, 1);
      other.add(big, 1);
      both.add(small, 1);
      both.add(big, 1);
    }
    one.add(other);

    assertThat(one.scale()).isEqualTo(both.scale());
    assertThat(one.offset()).isEqualTo(both.offset());
    assertThat(one.size()).isEqualTo(both.size());
    for (int i = 0; i < one.size(); i++) {
      assertThat(one.count(i)).isEqualTo(both.count(i));
    }
  }
}
