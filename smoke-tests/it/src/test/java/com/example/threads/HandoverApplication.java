package com.example.threads;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands work to threads in every way and prints what did not run in the context it was submitted
 * in.
 */
public final class HandoverApplication {
  private HandoverApplication() {}

  public static void main(String[] arguments) throws Exception {
    Object root = AgentView.ROOT;
    ExecutorService pool = Executors.newFixedThreadPool(2);
    ScheduledExecutorService timed = Executors.newScheduledThreadPool(1);

    Object request = AgentView.request(1);
    AgentView.makeCurrent(request);
    expect("submit", request, pool.submit(seeing()).get());
    expect("execute a lambda", request, executed(pool, false));
    expect("execute a named task", request, executed(pool, true));
    expect("invokeAny", request, pool.invokeAny(List.of(seeing(), seeing())));
    expect("schedule", request, timed.schedule(seeing(), 1, TimeUnit.MILLISECONDS).get());
    expect("supplyAsync", request, CompletableFuture.supplyAsync(() -> AgentView.current()).get());
    expect(
        "thenApplyAsync",
        request,
        CompletableFuture.completedFuture(1).thenApplyAsync(any -> AgentView.current()).get());
    FurtherWays.all(request);
    virtualThreads();
    expect("the submitting thread", request, AgentView.current());
    AgentView.makeCurrent(root);
    expect("submit afterwards", root, pool.submit(seeing()).get());
    expect("schedule afterwards", root, timed.submit(seeing()).get());
    FurtherWays.afterwards(root);
    forgets(timed);

    pool.shutdown();
    timed.shutdownNow();
    System.out.println("suppressed exceptions: " + AgentView.health("suppressed_exceptions"));
  }

  static Callable<Object> seeing() {
    return AgentView::current;
  }

  private static Object executed(ExecutorService pool, boolean named) throws Exception {
    CompletableFuture<Object> seen = new CompletableFuture<>();
    if (named) {
      pool.execute(
          new Runnable() {
            @Override
            public void run() {
              seen.complete(AgentView.current());
            }
          });
    } else {
      pool.execute(() -> seen.complete(AgentView.current()));
    }
    return seen.get();
  }

  static void expect(String what, Object expected, Object actual) {
    System.out.println(what + ": " + (expected == actual ? "right" : "WRONG " + actual));
  }

  /** Ten thousand at once, each with a connection of its own, where there are virtual threads. */
  private static void virtualThreads() throws Exception {
    ExecutorService threads;
    try {
      threads =
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException older) {
      return;
    }
    AtomicInteger rows = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(10_000);
    for (int i = 0; i < 10_000; i++) {
      threads.execute(
          () -> {
            try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:virtual");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select 1")) {
              result.next();
              rows.addAndGet(result.getInt(1));
            } catch (Exception failed) {
              failed.printStackTrace();
            } finally {
              done.countDown();
            }
          });
    }
    done.await();
    threads.shutdown();
    System.out.println("virtual threads: " + rows);
  }

  /** A cancelled task that its pool still holds no longer holds the request. */
  private static void forgets(ScheduledExecutorService timed) throws Exception {
    WeakReference<Object> request = new WeakReference<>(AgentView.request(2));
    AgentView.makeCurrent(request.get());
    Future<?> later = timed.schedule(seeing(), 1, TimeUnit.HOURS);
    AgentView.makeCurrent(AgentView.ROOT);
    later.cancel(false);
    for (int i = 0; i < 100 && request.get() != null; i++) {
      System.gc();
    }
    System.out.println("cancelled: " + (request.get() == null ? "right" : "WRONG, held"));
    if (!later.isCancelled()) {
      throw new IllegalStateException("the future must live until here");
    }
  }
}
