package io.obsagent.instrumentation.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.HookedPool;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import io.obsagent.weaving.WeavingAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadsTest {
  private static WeavingAgent weaving;

  private final ThreadsEngine engine = new ThreadsEngine();
  private final AtomicReference<Context> seen = new AtomicReference<>();
  private final List<ExecutorService> pools = new ArrayList<>();
  private long faults;
  private long leaks;

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

  private <T extends ExecutorService> T open(T pool) {
    pools.add(pool);
    return pool;
  }

  /** Ends the pool once all it was given has run. */
  private static void runAll(ExecutorService pool) throws InterruptedException {
    pool.shutdown();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  private void see() {
    seen.set(Context.current());
  }

  private Callable<Context> seeing() {
    return Context::current;
  }

  /** A task whose class has a name. */
  private final class Named implements Runnable {
    @Override
    public void run() {
      see();
    }
  }

  /** One thread, kept busy until the gate opens. */
  private ThreadPoolExecutor busyPool(CountDownLatch gate) throws InterruptedException {
    ThreadPoolExecutor pool =
        open(new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()));
    occupy(pool, gate);
    return pool;
  }

  private static void occupy(ThreadPoolExecutor pool, CountDownLatch gate)
      throws InterruptedException {
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
  void removeFindsALambdaByItself() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool = busyPool(gate);
    Runnable lambda = this::see;
    Runnable named = new Named();
    ThreadsEngine.Request request = engine.request();
    pool.execute(lambda);
    pool.execute(named);
    request.close();
    assertThat(pool.remove(() -> {})).isFalse();
    assertThat(pool.remove(lambda)).isTrue();
    assertThat(pool.remove(lambda)).isFalse();
    assertThat(pool.remove(named)).isTrue();
    assertThat(pool.getQueue()).isEmpty();
    assertThat(request.isComplete()).isTrue();
    gate.countDown();
  }

  @Test
  void shutdownNowReturnsTheTasksThemselves() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool = busyPool(gate);
    Runnable lambda = this::see;
    Runnable named = new Named();
    ThreadsEngine.Request request = engine.request();
    pool.execute(lambda);
    pool.execute(named);
    request.close();
    assertThat(pool.shutdownNow()).containsExactly(lambda, named);
    assertThat(request.isComplete()).isTrue();
  }

  @Test
  void theRejectionHandlerGetsTheTaskItself() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool =
        open(new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1)));
    occupy(pool, gate);
    pool.execute(() -> {}); // fills the queue
    List<Runnable> rejected = new ArrayList<>();
    RejectedExecutionHandler keeping = (task, by) -> rejected.add(task);
    pool.setRejectedExecutionHandler(keeping);
    Runnable lambda = this::see;
    Runnable named = new Named();
    ThreadsEngine.Request request = engine.request();
    pool.execute(lambda);
    pool.execute(named);
    pool.setRejectedExecutionHandler(new ThreadPoolExecutor.AbortPolicy());
    assertThatThrownBy(() -> pool.execute(lambda)).isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> pool.submit(lambda)).isInstanceOf(RejectedExecutionException.class);
    pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    pool.submit(lambda);
    assertThat(seen.get()).isNull();
    pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
    pool.execute(lambda);
    assertThat(seen.get()).isSameAs(request.span);
    seen.set(null);
    pool.submit(lambda);
    assertThat(seen.get()).isSameAs(request.span);
    assertThat(Context.current()).isSameAs(request.span);
    request.close();
    assertThat(rejected).containsExactly(lambda, named);
    assertThat(request.isComplete()).isTrue();
    gate.countDown();
  }

  @Test
  void hooksOfAPoolGetTheTaskItself() throws Exception {
    HookedPool pool = open(new HookedPool());
    Runnable lambda = this::see;
    Runnable named = new Named();
    ThreadsEngine.Request request = engine.request();
    pool.execute(lambda);
    pool.execute(named);
    request.close();
    runAll(pool);
    assertThat(pool.before).containsExactly(lambda, named);
    assertThat(pool.after).containsExactly(lambda, named);
    assertThat(seen.get()).isSameAs(request.span);
    assertThat(request.isComplete()).isTrue();
  }

  @Test
  void aQueueThatComparesMeetsOnlyTheTasks() throws Exception {
    record Ranked(int rank, List<String> order, List<Context> contexts)
        implements Runnable, Comparable<Ranked> {
      @Override
      public void run() {
        order.add("" + rank);
        contexts.add(Context.current());
      }

      @Override
      public int compareTo(Ranked other) {
        return Integer.compare(rank, other.rank);
      }
    }

    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool =
        open(new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>()));
    occupy(pool, gate);
    List<String> order = new ArrayList<>();
    List<Context> contexts = new ArrayList<>();
    ThreadsEngine.Request request = engine.request();
    for (int rank : new int[] {3, 1, 2}) {
      pool.execute(new Ranked(rank, order, contexts));
    }
    assertThat(pool.getQueue()).allMatch(each -> each instanceof Ranked);
    request.close();
    gate.countDown();
    runAll(pool);
    assertThat(order).containsExactly("1", "2", "3");
    assertThat(contexts).containsExactly(request.span, request.span, request.span);
  }

  @Test
  void aScheduledTaskCarriesAndARepeatedOneDoesNot() throws Exception {
    ScheduledExecutorService pool = open(Executors.newScheduledThreadPool(1));
    List<Context> runs = new ArrayList<>();
    CountDownLatch twice = new CountDownLatch(2);
    ThreadsEngine.Request request = engine.request();
    assertThat(pool.schedule(seeing(), 1, TimeUnit.MILLISECONDS).get()).isSameAs(request.span);
    assertThat(pool.submit(seeing()).get()).isSameAs(request.span);
    pool.execute(this::see);
    ScheduledFuture<?> repeated =
        pool.scheduleAtFixedRate(
            () -> {
              runs.add(Context.current());
              twice.countDown();
            },
            0,
            1,
            TimeUnit.MILLISECONDS);
    twice.await();
    repeated.cancel(false);
    request.close();
    pool.submit(() -> {}).get();
    assertThat(seen.get()).isSameAs(request.span);
    assertThat(runs).allMatch(each -> each == Context.ROOT);
    assertThat(request.isComplete()).isTrue();
  }

  @Test
  void aTraceDoesNotWaitForWorkScheduledForLater() {
    ScheduledExecutorService pool = open(Executors.newScheduledThreadPool(1));
    ThreadsEngine.Request request = engine.request();
    pool.schedule(this::see, 1, TimeUnit.HOURS);
    request.close();
    assertThat(request.isComplete()).isTrue();
  }

  @Test
  void asynchronousStagesRunInTheContextThatAddedThem() throws Exception {
    ExecutorService pool = open(Executors.newFixedThreadPool(2));
    for (Executor executor : List.of(pool, (Executor) Runnable::run)) {
      ThreadsEngine.Request request = engine.request();
      CompletableFuture<Context> first = CompletableFuture.supplyAsync(Context::current, executor);
      List<CompletableFuture<Context>> stages =
          List.of(
              first,
              first.thenApplyAsync(any -> Context.current(), executor),
              first.thenCombineAsync(first, (any, other) -> Context.current(), executor),
              first.applyToEitherAsync(first, any -> Context.current(), executor),
              first.handleAsync((any, thrown) -> Context.current(), executor),
              first.thenComposeAsync(
                  any -> CompletableFuture.completedFuture(Context.current()), executor));
      List<CompletableFuture<Void>> actions =
          List.of(
              CompletableFuture.runAsync(this::see, executor),
              first.thenAcceptAsync(any -> see(), executor),
              first.thenRunAsync(this::see, executor),
              first.thenAcceptBothAsync(first, (any, other) -> see(), executor),
              first.runAfterBothAsync(first, this::see, executor),
              first.acceptEitherAsync(first, any -> see(), executor),
              first.runAfterEitherAsync(first, this::see, executor),
              first.whenCompleteAsync((any, thrown) -> see(), executor).thenAccept(any -> {}));
      for (CompletableFuture<Context> stage : stages) {
        assertThat(stage.get()).isSameAs(request.span);
      }
      for (CompletableFuture<Void> action : actions) {
        action.get();
        assertThat(seen.get()).isSameAs(request.span);
      }
      request.close();
      assertThat(request.isComplete()).isTrue();
    }
  }

  @Test
  void aStageKeepsTheContextOfItsAuthorNotOfWhoCompletesIt() throws Exception {
    CompletableFuture<String> source = new CompletableFuture<>();
    ThreadsEngine.Request author = engine.request();
    CompletableFuture<Context> stage = source.thenApplyAsync(any -> Context.current());
    author.close();
    assertThat(author.isComplete()).isTrue();
    try (ThreadsEngine.Request other = engine.request()) {
      source.complete("done");
      assertThat(stage.get()).isSameAs(author.span);
    }
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
