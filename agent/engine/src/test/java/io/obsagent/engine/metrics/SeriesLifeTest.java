package io.obsagent.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of series over time, which is given here. */
class SeriesLifeTest {
  private final Drain drain = new Drain(4);
  private final SeriesTable table = table(100);
  private long nowNanos = 1;

  private static SeriesTable table(int limit) {
    return new SeriesTable(limit) {
      @Override
      Series create(Object[] values, int hash) {
        return new HistogramSeries(values, hash, Buckets.HTTP.edges, false);
      }
    };
  }

  private HistogramSeries series(SeriesTable table, String name) {
    return (HistogramSeries) table.get(name, null, null, null, null, null, null, null);
  }

  private void record(String name, int times) {
    for (int i = 0; i < times; i++) {
      series(table, name).record(1_000_000, false);
    }
  }

  private void drainAfter(SeriesTable table, long seconds) {
    nowNanos += TimeUnit.SECONDS.toNanos(seconds);
    drain.begin(nowNanos);
    table.drain(drain);
  }

  private static Point only(List<Point> points) {
    assertThat(points).hasSize(1);
    return points.get(0);
  }

  @Test
  void aBusySeriesGetsStripesAndGivesThemBack() {
    drainAfter(table, 1);
    record("a", 100);
    drainAfter(table, 1);
    assertThat(series(table, "a").isHot()).isTrue();

    record("a", 100);
    drainAfter(table, 1);
    assertThat(series(table, "a").isHot()).isTrue();

    record("a", 10);
    drainAfter(table, 1);
    assertThat(series(table, "a").isHot()).isFalse();
    for (int i = 0; i < 5; i++) {
      drainAfter(table, 1);
    }
    record("a", 1);
    drainAfter(table, 1);
    assertThat(only(table.points()).count()).isEqualTo(211);
  }

  @Test
  void whatComesIntoACellThatIsNoLongerUsedCounts() {
    drainAfter(table, 1);
    record("a", 100);
    drainAfter(table, 1);
    drainAfter(table, 1);
    HistogramSeries series = series(table, "a");
    assertThat(series.isHot()).isFalse();
    series.recordHot(5_000_000);
    drainAfter(table, 1);

    assertThat(only(table.points()).count()).isEqualTo(101);
  }

  @Test
  void onlyAsManyAreHotAsTheMemoryAllows() {
    SeriesTable many = table(2_000);
    drainAfter(many, 1);
    for (int i = 0; i < 200; i++) {
      for (int n = 0; n < 200; n++) {
        series(many, "n" + i).record(1, false);
      }
    }
    drainAfter(many, 1);

    int hot = 0;
    for (int i = 0; i < 200; i++) {
      hot += series(many, "n" + i).isHot() ? 1 : 0;
    }
    assertThat(hot).isEqualTo((5 << 20) / (4 * Cell.HOT_BYTES));
  }

  @Test
  void anIdleSeriesIsLetGoAndBeginsAnew() {
    record("a", 3);
    record("b", 1);
    drainAfter(table, 60);
    record("b", 1);
    drainAfter(table, 29 * 60);
    assertThat(table.size()).isEqualTo(2);
    drainAfter(table, 2 * 60);

    assertThat(table.size()).isEqualTo(1);
    assertThat(only(table.points()).value(0)).isEqualTo("b");

    record("a", 1);
    drainAfter(table, 60);
    assertThat(table.points()).hasSize(2);
    assertThat(table.points().stream().mapToLong(Point::count).sum()).isEqualTo(3);
  }

  @Test
  void aFullTableIsLessPatient() {
    SeriesTable full = table(3);
    series(full, "a").record(1, false);
    series(full, "b").record(1, false);
    series(full, "c").record(1, false);
    drainAfter(full, 1);
    drainAfter(full, 6 * 60);

    series(full, "c").record(1, false);
    drainAfter(full, 1);
    assertThat(full.points()).extracting(p -> p.value(0)).containsExactlyInAnyOrder("c", null);
  }

  @Test
  void whatComesIntoASeriesThatWasJustLetGoGoesToItsSuccessor() {
    record("a", 3);
    HistogramSeries gone = series(table, "a");
    drainAfter(table, 1);
    drainAfter(table, 31 * 60);
    assertThat(table.size()).isZero();
    gone.record(7_000_000, true);
    record("a", 2);
    drainAfter(table, 1);
    drainAfter(table, 1);

    Point point = only(table.points());
    assertThat(point.count()).isEqualTo(3);
    assertThat(point.errors()).isEqualTo(1);
  }

  @Test
  void chainsOfMoreThanOneAreTakenApartCorrectly() {
    SeriesTable narrow = table(4);
    // Three series, two chains: at least two share one.
    for (String name : new String[] {"a", "b", "c"}) {
      for (String kept : new String[] {"a", "b", "c"}) {
        series(narrow, kept).record(1, false);
      }
      drainAfter(narrow, 1);
      for (int i = 0; i < 6; i++) {
        for (String kept : new String[] {"a", "b", "c"}) {
          if (!kept.equals(name)) {
            series(narrow, kept).record(1, false);
          }
        }
        drainAfter(narrow, 60);
      }
      assertThat(narrow.points()).hasSize(2).noneMatch(p -> name.equals(p.value(0)));
    }
  }

  @Test
  void aSumThatIsNotZeroIsKept() {
    SeriesTable sums =
        new SeriesTable(10) {
          @Override
          Series create(Object[] values, int hash) {
            return new SumSeries(values, hash, false);
          }
        };
    SumSeries open = (SumSeries) sums.get("open", null, null, null, null, null, null, null);
    SumSeries closed = (SumSeries) sums.get("closed", null, null, null, null, null, null, null);
    open.add(1);
    closed.add(1);
    closed.add(-1);
    drainAfter(sums, 1);
    drainAfter(sums, 31 * 60);
    assertThat(only(sums.points()).value(0)).isEqualTo("open");

    // Closed by who still holds the one that was let go, opened in its successor.
    ((SumSeries) sums.get("closed", null, null, null, null, null, null, null)).add(1);
    closed.add(-1);
    drainAfter(sums, 1);
    drainAfter(sums, 1);
    drainAfter(sums, 1);
    Point point =
        sums.points().stream().filter(p -> "closed".equals(p.value(0))).findAny().orElseThrow();
    assertThat(point.wholeValue()).isZero();
  }

  /** A thread's class may be anybody's. */
  @Test
  void nothingIsAskedOfTheThread() throws Exception {
    drainAfter(table, 1);
    record("a", 100);
    drainAfter(table, 1);
    assertThat(series(table, "a").isHot()).isTrue();
    List<Throwable> faults = new ArrayList<>();
    Thread rude =
        new Thread(() -> record("a", 5)) {
          @Override
          @SuppressWarnings("deprecation")
          public long getId() {
            throw new IllegalStateException("nobody's business");
          }
        };
    rude.setUncaughtExceptionHandler((thread, fault) -> faults.add(fault));
    rude.start();
    rude.join();
    drainAfter(table, 1);

    assertThat(faults).isEmpty();
    assertThat(only(table.points()).count()).isEqualTo(105);
  }

  /** Wherever inside a record a thread runs out of stack, whoever reads does not wait for it. */
  @Test
  @Timeout(30)
  void aRecordCutShortStopsNobody() throws Exception {
    HistogramSeries series = series(table, "a");
    for (int size = 0; size < 40; size++) {
      Thread deep =
          new Thread(null, () -> recordUntilTheStackIsFull(series), "deep", (160 + size) << 10);
      deep.start();
      deep.join();
      drainAfter(table, 1);
    }
    long before = only(table.points()).count();
    record("a", 3);
    drainAfter(table, 1);

    assertThat(before).isPositive();
    assertThat(only(table.points()).count()).isEqualTo(before + 3);
  }

  private static void recordUntilTheStackIsFull(HistogramSeries series) {
    try {
      descend(series);
    } catch (StackOverflowError full) {
      // That was the point.
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int descend(HistogramSeries series) {
    series.record(1_000_000, false);
    return 1 + descend(series);
  }
}
