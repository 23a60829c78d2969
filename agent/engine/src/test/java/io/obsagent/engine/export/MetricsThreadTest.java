package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsThreadTest {
  private static final long MILLI = 1_000_000;

  private final AtomicInteger visits = new AtomicInteger();
  private final CountDownLatch exports = new CountDownLatch(3);
  private volatile Context context;
  private volatile Thread runner;
  private volatile boolean broken;
  private volatile Runnable visit = () -> {};
  private MetricsThread thread;

  private final class Counting implements MetricExporter {
    @Override
    public void export(List<MetricReading> readings, long nowMillis, long deadlineNanos) {
      exports.countDown();
    }

    @Override
    public long work(long nowNanos, long deadlineNanos) {
      context = Context.current();
      runner = Thread.currentThread();
      visits.incrementAndGet();
      if (broken) {
        throw new IllegalStateException("work");
      }
      return NOTHING;
    }

    @Override
    public boolean isIdle() {
      return true;
    }

    @Override
    public void close() {}
  }

  private void start(long intervalMillis, Runnable late, long visitNanos) throws Exception {
    Metrics metrics = Metrics.of(10, false);
    metrics
        .counter(
            InstrumentationScope.named("test"), "calls", "{call}", "", AttributeKey.string("of"))
        .add(1, "test", null);
    thread =
        new MetricsThread(
            metrics, List.of(new Counting()), intervalMillis, visit, late, visitNanos);
    thread.start();
    while (runner == null) {
      Thread.sleep(5);
    }
  }

  @AfterEach
  void end() {
    MetricsThread.Flush last = thread.flush(2_000, true);
    if (last != null) {
      last.await();
    }
  }

  @Test
  void worksForTheAgentItself() throws Exception {
    start(60_000, () -> {}, MetricsThread.VISIT_NANOS);
    assertThat(context).isSameAs(Context.OWN);
  }

  @Test
  void sleepsOnThoughSomebodyInterruptsAllThreads() throws Exception {
    start(60_000, () -> {}, MetricsThread.VISIT_NANOS);
    runner.interrupt();
    Thread.sleep(300);
    assertThat(visits.get()).isLessThan(20);
  }

  @Test
  void metricsLeaveThoughThoseOfTheProcessCannotBeHad() throws Exception {
    AtomicInteger late = new AtomicInteger();
    start(
        200,
        () -> {
          late.incrementAndGet();
          throw new IllegalStateException("no beans");
        },
        50 * MILLI);
    assertThat(exports.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(late.get()).isEqualTo(1);
  }

  @Test
  void metricsLeaveThoughAnExporterIsBroken() throws Exception {
    broken = true;
    start(100, () -> {}, MetricsThread.VISIT_NANOS);
    assertThat(exports.await(5, TimeUnit.SECONDS)).isTrue();
  }

  /** Also where metrics are exported more often than that. */
  @Test
  void visitsGoOnThoughOneFails() throws Exception {
    CountDownLatch visited = new CountDownLatch(3);
    visit =
        () -> {
          visited.countDown();
          throw new IllegalStateException("visit");
        };
    start(20, () -> {}, 50 * MILLI);
    assertThat(visited.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(exports.await(5, TimeUnit.SECONDS)).isTrue();
  }
}
