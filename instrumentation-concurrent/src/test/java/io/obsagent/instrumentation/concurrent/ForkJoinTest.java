package io.obsagent.instrumentation.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.OpenScope;
import io.obsagent.engine.trace.Span;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForkJoinTest extends ThreadsTestCase {

  private final ForkJoinPool pool = open(new ForkJoinPool(2));

  /** Forks down to single leaves and collects the contexts of all of them. */
  private static final class Tree extends RecursiveTask<Integer> {
    private final int depth;
    private final transient Set<Context> contexts;

    Tree(int depth, Set<Context> contexts) {
      this.depth = depth;
      this.contexts = contexts;
    }

    @Override
    protected Integer compute() {
      contexts.add(Context.current());
      if (depth == 0) {
        return 1;
      }
      Tree left = new Tree(depth - 1, contexts);
      Tree right = new Tree(depth - 1, contexts);
      left.fork();
      return right.compute() + left.join();
    }
  }

  @Test
  void everyWayIntoAPoolCarries() throws Exception {
    try (ThreadsEngine.Request request = engine.request()) {
      assertThat(pool.submit(seeing()).get()).isSameAs(request.span);
      assertThat(pool.invoke(ForkJoinTask.adapt(seeing()))).isSameAs(request.span);
      pool.submit(this::see).get();
      assertThat(seen.getAndSet(null)).isSameAs(request.span);
      assertThat(pool.submit(this::see, "done").get()).isEqualTo("done");
      assertThat(seen.getAndSet(null)).isSameAs(request.span);
      for (Future<Context> each : pool.invokeAll(List.of(seeing(), seeing(), seeing()))) {
        assertThat(each.get()).isSameAs(request.span);
      }
      assertThat(pool.invokeAny(List.of(seeing(), seeing()))).isSameAs(request.span);
      CountDownLatch ran = new CountDownLatch(2);
      Set<Context> executed = ConcurrentHashMap.newKeySet();
      Runnable lambda =
          () -> {
            executed.add(Context.current());
            ran.countDown();
          };
      pool.execute(lambda);
      pool.execute(ForkJoinTask.adapt(lambda));
      ran.await();
      assertThat(executed).containsExactly(request.span);
    }
    assertThat(pool.submit(seeing()).get()).isSameAs(Context.ROOT);
  }

  @Test
  void subtasksInheritAndTheWorkersForget() throws Exception {
    Set<Context> contexts = ConcurrentHashMap.newKeySet();
    ThreadsEngine.Request request = engine.request();
    assertThat(pool.invoke(new Tree(9, contexts))).isEqualTo(512);
    request.close();
    assertThat(contexts).containsExactly(request.span);
    contexts.clear();
    assertThat(pool.invoke(new Tree(9, contexts))).isEqualTo(512);
    assertThat(contexts).containsExactly(Context.ROOT);
  }

  @Test
  void aTaskInvokedDirectlyRunsInTheContextThereIs() {
    Set<Context> contexts = ConcurrentHashMap.newKeySet();
    ThreadsEngine.Request request = engine.request();
    assertThat(new Tree(6, contexts).invoke()).isEqualTo(64);
    request.close();
    assertThat(contexts).containsExactly(request.span);
  }

  /** Left open by a task, as by a {@code break}. */
  private final class Record extends OpenScope {
    final Span span;
    boolean isOver;

    Record() {
      this(engine.span());
    }

    private Record(Span span) {
      super(span);
      this.span = span;
      open(System.nanoTime());
    }

    @Override
    protected void ended(long endNanos) {
      isOver = true;
      span.end(endNanos);
    }
  }

  /** One worker, which runs what it forked while it waits for it. */
  @Test
  void aScopeLeftOpenInATaskEndsWithIt() throws Exception {
    ForkJoinPool one = new ForkJoinPool(1);
    try (ThreadsEngine.Request request = engine.request()) {
      for (boolean elsewhere : new boolean[] {false, true}) {
        for (boolean inScope : new boolean[] {false, true}) {
          one.submit(() -> leaveAScope(elsewhere, inScope)).get();
        }
      }
    }
    assertThat(one.submit(seeing()).get()).isSameAs(Context.ROOT);
    one.shutdownNow();
    assertThat(one.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  /**
   * @param elsewhere waiting in another context than the one that forked
   * @param inScope waiting in a scope of its own
   */
  private void leaveAScope(boolean elsewhere, boolean inScope) {
    Record around = inScope ? new Record() : null;
    ForkJoinTask<Record> forked = ForkJoinTask.adapt((Callable<Record>) Record::new).fork();
    Context other = elsewhere ? engine.span() : Context.current();
    Context before = other.makeCurrent();
    Record left = forked.join();

    assertThat(left.isOver).as("elsewhere %s, in scope %s", elsewhere, inScope).isTrue();
    assertThat(Context.current()).isSameAs(other);
    other.restore(before);
    if (inScope) {
      assertThat(around.isOver).isFalse();
      around.close(System.nanoTime());
    }
  }

  @Test
  void parallelStreamsCarry() {
    Set<Context> contexts = ConcurrentHashMap.newKeySet();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    ThreadsEngine.Request request = engine.request();
    for (int i = 0; i < 1_000 && threads.size() < 2; i++) {
      IntStream.range(0, 1_000)
          .parallel()
          .forEach(
              any -> {
                contexts.add(Context.current());
                threads.add(Thread.currentThread());
              });
    }
    request.close();
    assertThat(contexts).containsExactly(request.span);
    contexts.clear();
    IntStream.range(0, 1_000).parallel().forEach(any -> contexts.add(Context.current()));
    assertThat(contexts).containsExactly(Context.ROOT);
  }

  /** A worker that waits in one request helps with whatever its queue holds. */
  @Test
  void aWorkerThatHelpsRunsEachTaskInItsOwnContext() throws Exception {
    ForkJoinPool single = new ForkJoinPool(1);
    AtomicReference<Context> helped = new AtomicReference<>();
    ThreadsEngine.Request request = engine.request();
    Context after =
        single
            .submit(
                () -> {
                  Context before = Context.ROOT.makeCurrent();
                  ForkJoinTask<?> foreign =
                      ForkJoinTask.adapt(() -> helped.set(Context.current())).fork();
                  Context.ROOT.restore(before);
                  ForkJoinTask.helpQuiesce();
                  assertThat(foreign.isDone()).isTrue();
                  return Context.current();
                })
            .get();
    request.close();
    assertThat(helped.get()).isSameAs(Context.ROOT);
    assertThat(after).isSameAs(request.span);
    single.shutdown();
    assertThat(single.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void theFragmentWaitsForSubmittedWorkAndNotForCancelled() throws Exception {
    ForkJoinPool single = new ForkJoinPool(1);
    CountDownLatch gate = new CountDownLatch(1);
    single.execute(
        () -> {
          try {
            gate.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
    ThreadsEngine.Request request = engine.request();
    ForkJoinTask<?> runs = single.submit(this::see);
    ForkJoinTask<?> cancelled = single.submit(() -> {});
    ForkJoinTask<Context> alsoCancelled = single.submit(seeing());
    request.close();
    assertThat(cancelled.cancel(false)).isTrue();
    assertThat(alsoCancelled.cancel(true)).isTrue();
    assertThat(request.isComplete()).isFalse();
    gate.countDown();
    runs.get();
    assertThat(seen.get()).isSameAs(request.span);
    single.shutdown();
    assertThat(single.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(request.isComplete()).isTrue();
  }

  @Test
  void cancelledWorkIsNotWaitedFor() throws Exception {
    ForkJoinPool single = new ForkJoinPool(1);
    CountDownLatch gate = new CountDownLatch(1);
    single.execute(
        () -> {
          try {
            gate.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
    ThreadsEngine.Request request = engine.request();
    ForkJoinTask<?> cancelled = single.submit(this::see);
    request.close();
    assertThat(request.isComplete()).isFalse();
    assertThat(cancelled.cancel(false)).isTrue();
    assertThat(request.isComplete()).isTrue();
    gate.countDown();
    single.shutdown();
    assertThat(single.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(seen.get()).isNull();
  }

  @Test
  void aDeadPoolHoldsNothing() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    ForkJoinPool single = new ForkJoinPool(1);
    single.execute(
        () -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
    running.await();
    ThreadsEngine.Request request = engine.request();
    single.submit(this::see);
    single.shutdownNow();
    assertThat(single.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> single.submit(this::see))
        .isInstanceOf(RejectedExecutionException.class);
    request.close();
    assertThat(request.isComplete()).isTrue();
    assertThat(seen.get()).isNull();
  }

  @Test
  void aTaskUsedAgainCarriesTheNextRequest() {
    AtomicReference<Context> ran = new AtomicReference<>();
    ForkJoinTask<?> task = ForkJoinTask.adapt(() -> ran.set(Context.current()));
    for (int i = 0; i < 3; i++) {
      try (ThreadsEngine.Request request = engine.request()) {
        task.reinitialize();
        task.fork().join();
        assertThat(ran.get()).isSameAs(request.span);
      }
    }
  }

  @Test
  void whatALibraryRunsForItselfDoesNotCarry() throws Exception {
    com.zaxxer.hikari.Housekeeping internal = new com.zaxxer.hikari.Housekeeping();
    try (ThreadsEngine.Request request = engine.request()) {
      pool.execute(internal);
      internal.ran.await();
      assertThat(Context.current()).isSameAs(request.span);
    }
    assertThat(internal.seen).isSameAs(Context.ROOT);
  }
}
