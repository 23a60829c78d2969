package io.obsagent.instrumentation.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import io.obsagent.weaving.WeavingAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Woven executors, pools that are closed, and at the end no fault and no context left. */
@Timeout(60)
abstract class ThreadsTestCase {

  static WeavingAgent weaving;

  final ThreadsEngine engine = new ThreadsEngine();
  final AtomicReference<Context> seen = new AtomicReference<>();
  final List<ExecutorService> pools = new ArrayList<>();
  long faults;
  long leaks;

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
    leaks = AgentHealth.get(AgentHealth.CONTEXT_LEAKS);
  }

  @AfterEach
  void closePoolsAndFindNoFault() throws InterruptedException {
    for (ExecutorService pool : pools) {
      pool.shutdownNow();
      assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isEqualTo(faults);
    assertThat(AgentHealth.get(AgentHealth.CONTEXT_LEAKS)).isEqualTo(leaks);
    assertThat(Context.current()).isSameAs(Context.ROOT);
  }

  <T extends ExecutorService> T open(T pool) {
    pools.add(pool);
    return pool;
  }

  /** Ends the pool once all it was given has run. */
  static void runAll(ExecutorService pool) throws InterruptedException {
    pool.shutdown();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  void see() {
    seen.set(Context.current());
  }

  Callable<Context> seeing() {
    return Context::current;
  }

  /** A task whose class has a name. */
  final class Named implements Runnable {
    @Override
    public void run() {
      see();
    }
  }

  /** One thread, kept busy until the gate opens. */
  ThreadPoolExecutor busyPool(CountDownLatch gate) throws InterruptedException {
    ThreadPoolExecutor pool =
        open(new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()));
    occupy(pool, gate);
    return pool;
  }

  static void occupy(ThreadPoolExecutor pool, CountDownLatch gate) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    pool.execute(
        () -> {
          running.countDown();
          try {
            gate.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
    running.await();
  }
}
