package io.obsagent.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DurationHistogramTest {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");
  private static final AttributeKey NAME = AttributeKey.string("name");
  private static final AttributeKey CODE = AttributeKey.number("code");

  private final Metrics metrics = Metrics.of(2_000, false);
  private final DurationHistogram calls =
      metrics.histogram(SCOPE, "calls", "Calls.", Buckets.HTTP, NAME, CODE);

  private List<Point> points() {
    List<MetricReading> readings = metrics.collect();
    return readings.isEmpty() ? List.of() : readings.get(0).points();
  }

  private Point point(Object name) {
    return points().stream().filter(p -> p.value(0) == name).findAny().orElseThrow();
  }

  @Test
  void equalValuesAreOneSeries() {
    calls.record(2_000_000, false, "a", 200L);
    calls.record(3_000_000, true, new String("a"), Long.valueOf(200 + Integer.parseInt("0")));
    calls.record(3_000_000, false, "a", null);
    calls.record(3_000_000, false, "a", 2_000L);

    assertThat(points()).hasSize(3);
    Point both =
        points().stream().filter(p -> Long.valueOf(200).equals(p.value(1))).findAny().orElseThrow();
    assertThat(both.count()).isEqualTo(2);
    assertThat(both.errors()).isEqualTo(1);
    assertThat(both.sum()).isEqualTo(0.005);
    assertThat(both.isOverflow()).isFalse();
  }

  @Test
  void nothingForeignIsAsked() {
    Object rude =
        new Object() {
          @Override
          public boolean equals(Object other) {
            throw new AssertionError();
          }

          @Override
          public int hashCode() {
            throw new AssertionError();
          }
        };
    calls.record(1, false, rude, null);
    calls.record(1, false, rude, null);

    assertThat(point(rude).count()).isEqualTo(2);
  }

  @Test
  void aDurationGoesIntoTheBucketOfTheConvention() {
    // Further from the edges than half a bucket of the recorder.
    long[] millis = {4, 9, 23, 46, 70, 94, 230, 460, 700, 940, 2_300, 4_600, 7_000, 9_400, 15_000};
    for (long one : millis) {
      calls.record(one * 1_000_000, false, "a", null);
    }

    Point point = point("a");
    assertThat(point.bucketCount()).isEqualTo(15);
    for (int i = 0; i < millis.length; i++) {
      assertThat(point.bucket(i)).as("bucket " + i).isEqualTo(1);
    }
  }

  @Test
  void whatIsBeyondTheRangeCountsAndIsInTheSum() {
    calls.record(3_600_000_000_000L, false, "long", null);
    calls.record(0, false, "none", null);
    calls.record(-5, false, "backwards", null);

    assertThat(point("long").sum()).isEqualTo(3_600.0);
    assertThat(point("long").bucket(14)).isEqualTo(1);
    assertThat(point("none").count()).isEqualTo(1);
    assertThat(point("none").bucket(0)).isEqualTo(1);
    assertThat(point("backwards").count()).isEqualTo(1);
    assertThat(point("backwards").sum()).isEqualTo(1e-9);
  }

  @Test
  void beyondTheCapEverythingSharesOneSeries() {
    Metrics few = Metrics.of(10, false);
    DurationHistogram capped = few.histogram(SCOPE, "few", "", Buckets.HTTP, NAME, CODE);
    for (int i = 0; i < 100; i++) {
      capped.record(1_000, i % 2 == 0, "n" + i, null);
    }
    capped.record(1_000, false, "n3", null);

    List<Point> all = few.collect().get(0).points();
    assertThat(all).hasSize(10);
    assertThat(all.stream().mapToLong(Point::count).sum()).isEqualTo(101);
    Point overflow = all.stream().filter(Point::isOverflow).findAny().orElseThrow();
    assertThat(overflow.count()).isEqualTo(91);
    assertThat(overflow.errors()).isEqualTo(45);
  }

  @Test
  void theSameNameIsTheSameInstrument() {
    assertThat(metrics.histogram(SCOPE, "calls", "", Buckets.HTTP, NAME, CODE)).isSameAs(calls);
  }

  @Test
  void whatNobodyReadsIsNotRecorded() {
    Metrics off = Metrics.off();
    DurationHistogram nothing = off.histogram(SCOPE, "off", "", Buckets.HTTP, NAME);
    nothing.record(1, false, "a");

    assertThat(nothing.isEnabled()).isFalse();
    assertThat(off.collect()).isEmpty();
  }

  /** Series are made, made hot and read while four threads record. */
  @Test
  void everyCallCountsExactlyWhateverHappensMeanwhile() throws Exception {
    int threads = 4;
    int perThread = 100_000;
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> writers = new ArrayList<>();
    List<Throwable> faults = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int seed = t;
      Thread writer =
          new Thread(
              () -> {
                SplittableRandom random = new SplittableRandom(seed);
                for (int i = 0; i < perThread; i++) {
                  calls.record(
                      1 + random.nextLong(1_000_000), i % 10 == 0, "n" + random.nextInt(50), null);
                }
              });
      writer.setUncaughtExceptionHandler((thread, fault) -> faults.add(fault));
      writers.add(writer);
    }
    Thread reader =
        new Thread(
            () -> {
              while (!done.get()) {
                metrics.collect();
              }
            });
    reader.start();
    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      writer.join();
    }
    done.set(true);
    reader.join();

    assertThat(faults).isEmpty();
    long nanos = 0;
    for (int t = 0; t < threads; t++) {
      SplittableRandom random = new SplittableRandom(t);
      for (int i = 0; i < perThread; i++) {
        nanos += 1 + random.nextLong(1_000_000);
        random.nextInt(50);
      }
    }
    List<Point> points = points();
    assertThat(points).hasSize(50);
    assertThat(points.stream().mapToLong(Point::count).sum()).isEqualTo(threads * perThread);
    assertThat(points.stream().mapToLong(Point::errors).sum()).isEqualTo(threads * perThread / 10);
    assertThat(points.stream().mapToDouble(Point::sum).sum()).isEqualTo(nanos / 1e9, within(1e-6));
    for (Point point : points) {
      long inBuckets = 0;
      for (int i = 0; i < point.bucketCount(); i++) {
        inBuckets += point.bucket(i);
      }
      assertThat(inBuckets).isEqualTo(point.count());
    }
  }

  @Test
  void aRecordAllocatesNothing() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    long used = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getThreadAllocatedBytes(self);
      for (int i = 0; i < 10_000; i++) {
        calls.record(i, false, "a", MetricNumbers.of(200 + i % 3));
      }
      used = Math.min(used, threads.getThreadAllocatedBytes(self) - before);
    }

    // The measuring itself allocates a little.
    assertThat(used).isLessThan(1_000);
  }

  /** budgets.md: 500 series of which 20 are hot in at most 10 MiB. */
  @Test
  void fiveHundredSeriesOfWhichTwentyAreHotFitIntoTenMebibytes() {
    long before = heap();
    HistogramSeries[] series = new HistogramSeries[500];
    Drain drain = new Drain(64);
    for (int i = 0; i < series.length; i++) {
      series[i] = new HistogramSeries(new Object[8], i, Buckets.HTTP.edges, true);
    }
    for (long second = 1; second <= 3; second++) {
      for (int i = 0; i < series.length; i++) {
        for (int n = 0; n < (i < 20 ? 2_000 : 10); n++) {
          series[i].record(1_000L * n * (i + 1), false);
        }
      }
      drain.begin(second * 1_000_000_000L);
      for (HistogramSeries one : series) {
        one.drain(drain);
      }
    }
    long bytes = heap() - before;

    assertThat(java.util.Arrays.stream(series).filter(HistogramSeries::isHot).count())
        .isEqualTo(20);
    assertThat(bytes).isBetween(1L << 20, 10L << 20);
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
