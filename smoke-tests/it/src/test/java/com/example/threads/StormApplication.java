package com.example.threads;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Requests that leave work of all kinds behind: run, cancelled, rejected, abandoned with its pool
 * or its timer. It keeps every future, task, timer and pool, and prints which of the agent's
 * objects of the finished requests are still reachable from them.
 */
public final class StormApplication {
  private static final int REQUESTS = 300;
  private static final String FRAGMENT = "io.obsagent.engine.trace.Fragment";

  /** What an application may well hold on to. */
  private static final List<Object> KEPT = new ArrayList<>();

  private static final ExecutorService POOL = Executors.newFixedThreadPool(2);
  private static final ForkJoinPool FORK_JOIN = new ForkJoinPool(2);
  private static final ScheduledExecutorService TIMED = new ScheduledThreadPoolExecutor(1);
  private static final ThreadPoolExecutor FULL =
      new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1));

  private StormApplication() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, Long> before = afterOneRequest();
    CountDownLatch gate = new CountDownLatch(1);
    FULL.execute(() -> await(gate));
    for (int i = 0; i < REQUESTS; i++) {
      AgentView.makeCurrent(AgentView.request(i + 1));
      try {
        request();
      } finally {
        AgentView.makeCurrent(AgentView.ROOT);
      }
    }
    gate.countDown();
    for (Object each : KEPT) {
      if (each instanceof Future && !((Future<?>) each).isCancelled()) {
        settle((Future<?>) each);
      }
    }
    System.out.println("kept: " + (KEPT.size() > REQUESTS * 20));
    Map<String, Long> left = ofRequests();
    for (int i = 0; i < 200 && !isNoMore(left, before); i++) {
      Thread.sleep(50); // threads are still ending, the last batch is on its way
      left = ofRequests();
    }
    System.out.println(
        isNoMore(left, before) ? "nothing left" : "left: " + left + ", before: " + before);
    System.out.println("still kept: " + (KEPT.size() > REQUESTS * 20));
    System.exit(0);
  }

  /** What the exporter keeps of the last request it sent is no leak. */
  private static Map<String, Long> afterOneRequest() throws Exception {
    AgentView.makeCurrent(AgentView.request(REQUESTS + 1));
    query();
    AgentView.makeCurrent(AgentView.ROOT);
    Map<String, Long> before = ofRequests();
    for (int i = 0; i < 200 && before.containsKey(FRAGMENT); i++) {
      Thread.sleep(50);
      before = ofRequests();
    }
    return before;
  }

  private static boolean isNoMore(Map<String, Long> left, Map<String, Long> before) {
    return left.entrySet().stream()
        .allMatch(each -> each.getValue() <= before.getOrDefault(each.getKey(), 0L));
  }

  /** Live objects that belong to a request, or to none. */
  private static Map<String, Long> ofRequests() throws Exception {
    Map<String, Long> reachable = AgentView.reachable();
    reachable
        .keySet()
        .retainAll(
            Set.of(
                "io.obsagent.engine.trace.Context",
                FRAGMENT,
                "io.obsagent.engine.trace.Span",
                "io.obsagent.engine.trace.RecordedSpan"));
    return reachable;
  }

  private static void request() throws Exception {
    keep(POOL.submit(StormApplication::query));
    POOL.execute(StormApplication::query);
    POOL.execute(
        new Runnable() {
          @Override
          public void run() {
            query();
          }
        });
    keep(TIMED.schedule(StormApplication::query, 1, TimeUnit.MILLISECONDS));
    keep(TIMED.schedule(StormApplication::query, 1, TimeUnit.HOURS)).cancel(false);
    keep(TIMED.scheduleAtFixedRate(StormApplication::query, 1, 1, TimeUnit.HOURS));
    keep(FORK_JOIN.submit(StormApplication::query));
    keep(FORK_JOIN.submit(StormApplication::query)).cancel(true);
    keep(CompletableFuture.runAsync(StormApplication::query));
    keep(CompletableFuture.supplyAsync(AgentView::current).thenApplyAsync(any -> "done"));
    IntStream.range(0, 64).parallel().forEach(any -> AgentView.current());
    Thread asking = new Thread(StormApplication::query);
    asking.start();
    KEPT.add(asking);
    Thread silent = new Thread(() -> {});
    silent.start();
    KEPT.add(silent);
    timers();
    deadPools();
    rejected();
    virtualThreads();
  }

  private static void timers() {
    Timer timer = new Timer(true);
    TimerTask runs = task();
    TimerTask cancelled = task();
    TimerTask abandoned = task();
    timer.schedule(runs, 0);
    timer.schedule(cancelled, 3_600_000);
    cancelled.cancel();
    timer.schedule(abandoned, 3_600_000);
    timer.cancel();
    KEPT.addAll(List.of(timer, runs, cancelled, abandoned));
  }

  private static TimerTask task() {
    return new TimerTask() {
      @Override
      public void run() {
        query();
      }
    };
  }

  private static void deadPools() {
    CountDownLatch never = new CountDownLatch(1);
    ThreadPoolExecutor dead =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    dead.execute(() -> await(never));
    Future<?> first = dead.submit(StormApplication::query);
    dead.execute(StormApplication::query);
    for (Runnable task : dead.shutdownNow()) {
      KEPT.add(task);
      if (task instanceof Future) {
        ((Future<?>) task).cancel(false);
      }
    }
    keep(first);
    ForkJoinPool forkJoin = new ForkJoinPool(1);
    forkJoin.execute(() -> await(never));
    keep(forkJoin.submit(StormApplication::query));
    forkJoin.shutdownNow();
    KEPT.add(dead);
    KEPT.add(forkJoin);
  }

  private static void rejected() {
    for (int i = 0; i < 3; i++) {
      try {
        keep(FULL.submit(() -> {}));
        FULL.execute(() -> {});
      } catch (RejectedExecutionException expected) {
        KEPT.add("rejected");
      }
    }
  }

  private static void virtualThreads() throws Exception {
    if (Runtime.version().feature() >= 21) {
      ExecutorService threads = FurtherWays.virtualThreadPerTask();
      keep(threads.submit(StormApplication::query));
      keep(threads.submit(() -> await(new CountDownLatch(1)))).cancel(true);
      threads.execute(StormApplication::query);
      threads.shutdown();
      KEPT.add(threads);
    }
  }

  private static <T> Future<T> keep(Future<T> future) {
    KEPT.add(future);
    return future;
  }

  private static void settle(Future<?> future) throws Exception {
    if (future instanceof java.util.concurrent.RunnableScheduledFuture
        && ((java.util.concurrent.RunnableScheduledFuture<?>) future).isPeriodic()) {
      return;
    }
    try {
      future.get();
    } catch (java.util.concurrent.ExecutionException
        | java.util.concurrent.CancellationException done) {
      // Any end will do.
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something that makes a span. */
  private static void query() {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:storm");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select 1")) {
      result.next();
    } catch (java.sql.SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
