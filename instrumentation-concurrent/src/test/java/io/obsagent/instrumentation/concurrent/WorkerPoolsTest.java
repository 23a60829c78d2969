package io.obsagent.instrumentation.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import io.obsagent.weaving.WeavingAgent;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The application's pools as metrics show them. */
@Timeout(60)
class WorkerPoolsTest {
  private static WeavingAgent weaving;

  private final CountDownLatch open = new CountDownLatch(1);
  private long faults;

  @BeforeAll
  static void weave() {
    weaving = ThreadsEngine.weave();
  }

  @AfterAll
  static void remove() {
    weaving.remove();
  }

  @BeforeEach
  void remember() {
    faults = AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS);
  }

  @AfterEach
  void noAdviceThrew() {
    open.countDown();
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isEqualTo(faults);
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> new Thread(task, prefix + count.incrementAndGet());
  }

  /** A figure of all pools, by name. */
  private static Map<String, Long> read(String metric) {
    Map<String, Long> values = new TreeMap<>();
    for (MetricReading reading : Engine.metrics().collect()) {
      if (reading.instrument().name().equals("obs.executor." + metric)) {
        for (Point point : reading.points()) {
          assertThat(point.value(1)).isEqualTo("application");
          values.put((String) point.value(0), point.wholeValue());
        }
      }
    }
    return values;
  }

  private void occupy(ExecutorService pool, int threads) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      pool.execute(
          () -> {
            running.countDown();
            awaitOpen();
          });
    }
    running.await();
  }

  private void awaitOpen() {
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void busySizeLimitAndQueue() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            2, 5, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(10), named("mailer-"));
    occupy(pool, 2);
    for (int i = 0; i < 3; i++) {
      pool.execute(() -> {});
    }

    assertThat(read("thread.busy.count")).containsEntry("mailer", 2L);
    assertThat(read("thread.count")).containsEntry("mailer", 2L);
    assertThat(read("thread.limit")).containsEntry("mailer", 5L);
    assertThat(read("queue.size")).containsEntry("mailer", 3L);

    open.countDown();
    pool.shutdown();
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(read("thread.count")).doesNotContainKey("mailer");
  }

  @Test
  void aQueueThatNeverFillsUpLeavesThePoolItsCore() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            2, 50, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), named("endless "));
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(3, named("timer#"));
    ThreadPoolExecutor cached =
        new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), named("cached_"));
    occupy(pool, 1);
    occupy(timer, 1);
    occupy(cached, 1);

    assertThat(read("thread.limit"))
        .containsEntry("endless", 2L)
        .containsEntry("timer", 3L)
        .doesNotContainKey("cached");
    assertThat(read("thread.busy.count")).containsEntry("cached", 1L);
    pool.shutdown();
    timer.shutdown();
    cached.shutdown();
  }

  @Test
  void poolsOfOneNameAreOne() throws Exception {
    ExecutorService one = Executors.newFixedThreadPool(4, named("twin-"));
    ExecutorService other = Executors.newFixedThreadPool(4, named("twin-"));
    occupy(one, 1);
    occupy(other, 2);

    assertThat(read("thread.busy.count")).containsEntry("twin", 3L);
    assertThat(read("thread.limit")).containsEntry("twin", 8L);
    one.shutdown();
    other.shutdown();
  }

  /** {@code Executors} names its pools by a number, which is all there is. */
  @Test
  void theJdksOwnFactory() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    occupy(pool, 1);
    assertThat(read("thread.count").keySet()).anyMatch(name -> name.matches("pool-\\d+"));
    pool.shutdown();
  }

  @Test
  void aPoolThatIsDroppedIsNotKept() throws Exception {
    WeakReference<ExecutorService> dropped = new WeakReference<>(used());
    while (dropped.get() != null) {
      System.gc();
    }
    assertThat(read("thread.count")).doesNotContainKey("dropped");
  }

  private ExecutorService used() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            0, 1, 1, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), named("dropped-"));
    pool.submit(() -> {}).get();
    assertThat(read("thread.limit")).containsEntry("dropped", 1L);
    while (pool.getPoolSize() != 0) {
      Thread.onSpinWait();
    }
    return pool;
  }

  @ParameterizedTest
  @CsvSource({
    "pool-3-thread-1, pool-3",
    "mailer-7, mailer",
    "'orders #12', orders",
    "single, single",
    "42, executor",
    "'', executor"
  })
  void theNameIsTheThreadsWithoutItsNumber(String thread, String name) {
    assertThat(WorkerPools.name(thread)).isEqualTo(name);
  }
}
