package io.obsagent.instrumentation.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Schedules and stages. */
class LaterWorkTest extends ThreadsTestCase {
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
}
