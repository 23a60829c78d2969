package io.obsagent.instrumentation.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;

/** Work given to pools. */
class ThreadsTest extends ThreadsTestCase {
  @Test
  void submittedWorkRunsInTheContextOfItsRequest() throws Exception {
    ExecutorService pool = open(Executors.newFixedThreadPool(2));
    try (ThreadsEngine.Request request = engine.request()) {
      assertThat(pool.submit(seeing()).get()).isSameAs(request.span);
      pool.submit(new Named()).get();
      assertThat(seen.get()).isSameAs(request.span);
      for (Future<Context> each : pool.invokeAll(List.of(seeing(), seeing(), seeing()))) {
        assertThat(each.get()).isSameAs(request.span);
      }
      assertThat(pool.invokeAny(List.of(seeing(), seeing()))).isSameAs(request.span);
    }
    assertThat(pool.submit(seeing()).get()).isSameAs(Context.ROOT);
  }

  @Test
  void executedLambdasAndNamedTasksRunInTheContextOfTheirRequest() throws Exception {
    ExecutorService pool = open(Executors.newFixedThreadPool(1));
    try (ThreadsEngine.Request request = engine.request()) {
      for (Runnable task : List.of((Runnable) this::see, new Named())) {
        seen.set(null);
        pool.execute(task);
        pool.submit(() -> {}).get();
        assertThat(seen.get()).isSameAs(request.span);
      }
    }
    pool.execute(this::see);
    runAll(pool);
    assertThat(seen.get()).isSameAs(Context.ROOT);
  }

  @Test
  void theFirstTaskOfAWorkerLeavesItsContextBehind() throws Exception {
    ExecutorService pool = open(Executors.newFixedThreadPool(1));
    try (ThreadsEngine.Request request = engine.request()) {
      pool.execute(new Named());
      pool.submit(() -> {}).get();
      assertThat(seen.get()).isSameAs(request.span);
    }
    pool.execute(new Named());
    runAll(pool);
    assertThat(seen.get()).isSameAs(Context.ROOT);
  }

  @Test
  void aTaskThatThrowsLeavesNothingOpen() throws Exception {
    ExecutorService pool =
        open(
            Executors.newFixedThreadPool(
                1,
                body -> {
                  Thread thread = new Thread(body);
                  thread.setUncaughtExceptionHandler((in, thrown) -> {});
                  return thread;
                }));
    ThreadsEngine.Request request = engine.request();
    pool.execute(
        () -> {
          throw new IllegalStateException("a lambda");
        });
    pool.execute(
        new Runnable() {
          @Override
          public void run() {
            throw new IllegalStateException("a named task");
          }
        });
    request.close();
    runAll(pool);
    assertThat(request.isComplete()).isTrue();
  }

  @Test
  void theFragmentWaitsForWorkThatOutlivesTheRequest() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool = busyPool(gate);
    ThreadsEngine.Request request = engine.request();
    pool.execute(this::see);
    pool.execute(new Named());
    pool.submit(this::see);
    request.close();
    assertThat(request.isComplete()).isFalse();
    gate.countDown();
    runAll(pool);
    assertThat(request.isComplete()).isTrue();
    assertThat(seen.get()).isSameAs(request.span);
  }

  @Test
  void cancelledWorkHoldsNothing() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool = busyPool(gate);
    ThreadsEngine.Request request = engine.request();
    Future<?> cancelled = pool.submit(this::see);
    request.close();
    assertThat(request.isComplete()).isFalse();
    assertThat(cancelled.cancel(false)).isTrue();
    assertThat(request.isComplete()).isTrue();
    assertThat(FutureTaskAdvice.isCarrying((FutureTask<?>) cancelled)).isFalse();
    gate.countDown();
    runAll(pool);
    assertThat(seen.get()).isNull();
  }

  @Test
  void oneTaskForTwoRequestsCarriesNeither() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool = busyPool(gate);
    List<Context> both = new ArrayList<>();
    Runnable shared =
        new Runnable() {
          @Override
          public void run() {
            both.add(Context.current());
          }
        };
    ThreadsEngine.Request first = engine.request();
    pool.execute(shared);
    first.close();
    ThreadsEngine.Request second = engine.request();
    pool.execute(shared);
    second.close();
    gate.countDown();
    runAll(pool);
    assertThat(both).containsExactly(Context.ROOT, Context.ROOT);
    assertThat(first.isComplete()).isTrue();
    assertThat(second.isComplete()).isTrue();
  }

  @Test
  void aTaskLeftOverByARequestDoesNotRunInItLater() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool = busyPool(gate);
    Runnable task = new Named();
    try (ThreadsEngine.Request request = engine.request()) {
      pool.execute(task);
      assertThat(pool.getQueue().poll()).isSameAs(task);
    }
    pool.execute(task);
    gate.countDown();
    runAll(pool);
    assertThat(seen.get()).isSameAs(Context.ROOT);
  }

  @Test
  void oneLambdaForTwoRequestsCarriesEach() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool = busyPool(gate);
    List<Context> both = new ArrayList<>();
    Runnable shared = () -> both.add(Context.current());
    ThreadsEngine.Request first = engine.request();
    pool.execute(shared);
    first.close();
    ThreadsEngine.Request second = engine.request();
    pool.execute(shared);
    second.close();
    gate.countDown();
    runAll(pool);
    assertThat(both).containsExactly(first.span, second.span);
  }

  @Test
  void poolsOfLibrariesDoNotCaptureTheRequestThatWakesThem() throws Exception {
    assertThat(Pools.isInternal(new com.zaxxer.hikari.AdderPool())).isTrue();
    ThreadPoolExecutor pool = open(new com.zaxxer.hikari.AdderPool());
    try (ThreadsEngine.Request request = engine.request()) {
      assertThat(pool.submit(seeing()).get()).isSameAs(Context.ROOT);
    }
  }
}
