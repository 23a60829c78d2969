package io.obsagent.instrumentation.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.Housekeeping;
import io.obsagent.engine.trace.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Threads of one's own, and timers. */
class StartedThreadsTest extends ThreadsTestCase {

  private static Thread run(Thread thread) throws InterruptedException {
    thread.start();
    thread.join();
    return thread;
  }

  /** A thread has its last act behind it a moment after others see it dead. */
  private static void awaitCompletion(ThreadsEngine.Request request) {
    while (!request.isComplete()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aThreadBeginsInTheContextOfWhoStartsIt() throws Exception {
    Thread made = new Thread(this::see);
    ThreadsEngine.Request request = engine.request();
    run(made);
    assertThat(seen.getAndSet(null)).isSameAs(request.span);
    run(
        new Thread() {
          @Override
          public void run() {
            see();
          }
        });
    assertThat(seen.getAndSet(null)).isSameAs(request.span);
    FutureTask<Context> task = new FutureTask<>(Context::current);
    run(new Thread(task));
    assertThat(task.get()).isSameAs(request.span);
    AtomicReference<Context> second = new AtomicReference<>();
    run(
        new Thread(
            () -> {
              try {
                run(new Thread(() -> second.set(Context.current())));
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            }));
    assertThat(second.get()).isSameAs(request.span);
    request.close();
    run(new Thread(this::see));
    assertThat(seen.get()).isSameAs(Context.ROOT);
    awaitCompletion(request);
  }

  @Test
  void theFragmentWaitsForTheThreadEvenIfItNeverAsksOrFails() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadsEngine.Request request = engine.request();
    Thread silent =
        new Thread(
            () -> {
              try {
                gate.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    silent.start();
    Thread failing =
        new Thread(
            () -> {
              see();
              throw new IllegalStateException("as planned");
            });
    failing.setUncaughtExceptionHandler((in, thrown) -> {});
    run(failing);
    request.close();
    assertThat(request.isComplete()).isFalse();
    gate.countDown();
    awaitCompletion(request);
    assertThat(seen.get()).isSameAs(request.span);
  }

  @Test
  void aThreadStartedTwiceKeepsItsFirstContext() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadsEngine.Request first = engine.request();
    Thread thread =
        new Thread(
            () -> {
              try {
                gate.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
              see();
            });
    thread.start();
    first.close();
    ThreadsEngine.Request second = engine.request();
    assertThatThrownBy(thread::start).isInstanceOf(IllegalThreadStateException.class);
    second.close();
    assertThat(second.isComplete()).isTrue();
    gate.countDown();
    thread.join();
    assertThat(seen.get()).isSameAs(first.span);
    awaitCompletion(first);
  }

  /** Workers made inside a request by all kinds of factories. */
  @Test
  void workersOfPoolsBeginWithNothing() throws Exception {
    List<ExecutorService> pools =
        List.of(
            Executors.newFixedThreadPool(1),
            Executors.newFixedThreadPool(1, body -> new Thread(() -> body.run())),
            Executors.newScheduledThreadPool(1),
            Executors.newWorkStealingPool(1));
    List<AtomicReference<Context>> first = new ArrayList<>();
    ThreadsEngine.Request request = engine.request();
    for (ExecutorService pool : pools) {
      AtomicReference<Context> cell = new AtomicReference<>();
      first.add(cell);
      pool.submit(() -> cell.set(Context.current())).get();
    }
    request.close();
    assertThat(first).allMatch(cell -> cell.get() == request.span);
    awaitCompletion(request);
    for (ExecutorService pool : pools) {
      assertThat(pool.submit(Context::current).get()).isSameAs(Context.ROOT);
      pool.shutdown();
      assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void threadsOfLibrariesBeginWithNothing() throws Exception {
    Housekeeping target = new Housekeeping();
    ThreadsEngine.Request request = engine.request();
    run(new Thread(target));
    assertThat(target.seen).isSameAs(Context.ROOT);
    com.zaxxer.hikari.AdderThread own = new com.zaxxer.hikari.AdderThread();
    run(own);
    assertThat(own.seen).isSameAs(Context.ROOT);
    request.close();
    assertThat(request.isComplete()).isTrue();
  }

  private final class Seeing extends TimerTask {
    final CountDownLatch ran = new CountDownLatch(1);

    @Override
    public void run() {
      see();
      ran.countDown();
    }
  }

  @Test
  void aTimerTaskThatRunsOnceCarriesAndTheTimerForgets() throws Exception {
    ThreadsEngine.Request request = engine.request();
    Timer timer = new Timer(true);
    Seeing once = new Seeing();
    timer.schedule(once, 1);
    request.close();
    once.ran.await();
    assertThat(seen.getAndSet(null)).isSameAs(request.span);
    awaitCompletion(request);
    Seeing afterwards = new Seeing();
    timer.schedule(afterwards, 0);
    afterwards.ran.await();
    assertThat(seen.get()).isSameAs(Context.ROOT);
    timer.cancel();
  }

  @Test
  void aRepeatedTimerTaskBeginsAfreshOnEachRun() throws Exception {
    List<Context> contexts = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(2);
    for (boolean fixedRate : new boolean[] {true, false}) {
      Timer timer = new Timer();
      TimerTask repeated =
          new TimerTask() {
            private int runs;

            @Override
            public void run() {
              contexts.add(Context.current());
              if (++runs == 3) {
                timer.cancel();
                done.countDown();
              }
            }
          };
      try (ThreadsEngine.Request scheduling = engine.request()) {
        assertThat(Context.current()).isSameAs(scheduling.span);
        if (fixedRate) {
          timer.scheduleAtFixedRate(repeated, 0, 1);
        } else {
          timer.schedule(repeated, 0, 1);
        }
      }
    }
    done.await();
    assertThat(contexts).hasSize(6).allMatch(each -> each == Context.ROOT);
  }

  @Test
  void cancelledTimersAndTimerTasksHoldNothing() {
    Timer timer = new Timer();
    Seeing cancelled = new Seeing();
    Seeing dropped = new Seeing();
    ThreadsEngine.Request request = engine.request();
    timer.schedule(cancelled, 900);
    timer.schedule(dropped, 900);
    request.close();
    assertThat(request.isComplete()).isFalse();
    assertThat(cancelled.cancel()).isTrue();
    assertThat(request.isComplete()).isFalse();
    timer.cancel();
    assertThat(request.isComplete()).isTrue();
    assertThat(seen.get()).isNull();
  }

  @Test
  void aTimerTaskMayCancelItsTimerAndItselfOrFail() throws Exception {
    ThreadsEngine.Request request = engine.request();
    Timer cancelling = new Timer();
    CompletableFuture<Context> after = new CompletableFuture<>();
    cancelling.schedule(
        new TimerTask() {
          @Override
          public void run() {
            cancelling.cancel();
            cancel();
            after.complete(Context.current());
          }
        },
        0);
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((in, thrown) -> {});
    try {
      new Timer()
          .schedule(
              new TimerTask() {
                @Override
                public void run() {
                  throw new IllegalStateException("as planned");
                }
              },
              0);
      request.close();
      assertThat(after.get()).isSameAs(request.span);
      awaitCompletion(request);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void aTraceDoesNotWaitForATimerTaskOfLater() {
    Timer timer = new Timer(true);
    ThreadsEngine.Request request = engine.request();
    timer.schedule(new Seeing(), 3_600_000);
    request.close();
    assertThat(request.isComplete()).isTrue();
    timer.cancel();
  }

  @Test
  void aTaskScheduledTwiceKeepsItsFirstContext() throws Exception {
    Timer timer = new Timer(true);
    Seeing once = new Seeing();
    ThreadsEngine.Request first = engine.request();
    timer.schedule(once, 50);
    first.close();
    ThreadsEngine.Request second = engine.request();
    assertThatThrownBy(() -> timer.schedule(once, 0)).isInstanceOf(IllegalStateException.class);
    second.close();
    assertThat(second.isComplete()).isTrue();
    once.ran.await();
    assertThat(seen.get()).isSameAs(first.span);
    timer.cancel();
  }
}
