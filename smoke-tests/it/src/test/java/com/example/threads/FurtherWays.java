package com.example.threads;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Fork/join, threads of one's own, timers, and what is new since 21. */
final class FurtherWays {
  private static final ForkJoinPool POOL = new ForkJoinPool(2);
  private static final Timer TIMER = new Timer(true);

  private FurtherWays() {}

  /** Prints one line per way. */
  static void all(Object request) throws Exception {
    boolean modern = Runtime.version().feature() >= 21;
    HandoverApplication.expect("fork/join submit", request, POOL.submit(see()).get());
    HandoverApplication.expect("fork/join invoke", request, POOL.invoke(ForkJoinTask.adapt(see())));
    HandoverApplication.expect("fork/join invokeAny", request, POOL.invokeAny(List.of(see())));
    expectAll("fork/join invokeAll", request, POOL.invokeAll(List.of(see(), see())));
    Set<Object> forked = ConcurrentHashMap.newKeySet();
    POOL.invoke(new Tree(8, forked));
    expectOnly("fork", request, forked);
    Set<Object> streamed = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 10_000).parallel().forEach(any -> streamed.add(AgentView.current()));
    expectOnly("parallel stream", request, streamed);
    HandoverApplication.expect("Thread.start", request, started(false));
    HandoverApplication.expect("subclass of Thread", request, started(true));
    HandoverApplication.expect("Timer", request, timed());
    if (modern) {
      virtual(request);
    }
    if (Runtime.version().feature() >= 25) {
      ScheduledFuture<?> scheduled =
          (ScheduledFuture<?>)
              ForkJoinPool.class
                  .getMethod("schedule", Callable.class, long.class, TimeUnit.class)
                  .invoke(POOL, see(), 1L, TimeUnit.MILLISECONDS);
      HandoverApplication.expect("fork/join schedule", request, scheduled.get());
      HandoverApplication.expect("fork/join periodic", AgentView.ROOT, periodic());
      HandoverApplication.expect("StructuredTaskScope.fork", request, inScope());
    }
  }

  private static void virtual(Object request) throws Exception {
    CompletableFuture<Object> first = new CompletableFuture<>();
    Thread.class
        .getMethod("startVirtualThread", Runnable.class)
        .invoke(null, (Runnable) () -> first.complete(AgentView.current()));
    HandoverApplication.expect("startVirtualThread", request, first.get());
    ExecutorService perTask = virtualThreadPerTask();
    HandoverApplication.expect("virtual submit", request, perTask.submit(see()).get());
    CompletableFuture<Object> second = new CompletableFuture<>();
    perTask.execute(() -> second.complete(sleepAndSee()));
    HandoverApplication.expect("virtual execute", request, second.get());
    expectAll("virtual invokeAll", request, perTask.invokeAll(List.of(see(), see())));
    perTask.shutdown();
    ExecutorService platform =
        (ExecutorService)
            Executors.class
                .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                .invoke(null, (ThreadFactory) Thread::new);
    HandoverApplication.expect("platform per task", request, platform.submit(see()).get());
    platform.shutdown();
    ThreadFactory ofVirtual =
        (ThreadFactory)
            Class.forName("java.lang.Thread$Builder")
                .getMethod("factory")
                .invoke(Thread.class.getMethod("ofVirtual").invoke(null));
    ExecutorService pooled = Executors.newFixedThreadPool(1, ofVirtual);
    HandoverApplication.expect("pool of virtual threads", request, pooled.submit(see()).get());
    late = pooled;
  }

  private static ExecutorService late;

  static ExecutorService virtualThreadPerTask() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  /** Unmounts in between. */
  private static Object sleepAndSee() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return AgentView.current();
  }

  /** What the second run saw. */
  private static Object periodic() throws Exception {
    List<Object> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<Object> second = new CompletableFuture<>();
    Runnable run =
        () -> {
          seen.add(AgentView.current());
          if (seen.size() == 2) {
            second.complete(seen.get(0) == seen.get(1) ? seen.get(1) : seen);
          }
        };
    ScheduledFuture<?> repeated =
        (ScheduledFuture<?>)
            ForkJoinPool.class
                .getMethod(
                    "scheduleAtFixedRate", Runnable.class, long.class, long.class, TimeUnit.class)
                .invoke(POOL, run, 1L, 1L, TimeUnit.MILLISECONDS);
    Object result = second.get();
    repeated.cancel(false);
    return result;
  }

  /** JDK 25's preview of structured concurrency. */
  private static Object inScope() throws Exception {
    Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
    Method open = type.getMethod("open");
    Object scope = open.invoke(null);
    try {
      Object subtask = type.getMethod("fork", Callable.class).invoke(scope, see());
      type.getMethod("join").invoke(scope);
      return Class.forName("java.util.concurrent.StructuredTaskScope$Subtask")
          .getMethod("get")
          .invoke(subtask);
    } finally {
      type.getMethod("close").invoke(scope);
    }
  }

  /** The same threads, once the request is over. */
  static void afterwards(Object root) throws Exception {
    HandoverApplication.expect("fork/join afterwards", root, POOL.submit(see()).get());
    HandoverApplication.expect("Timer afterwards", root, timed());
    AtomicReference<Object> helped = new AtomicReference<>();
    Object other = AgentView.request(3);
    HandoverApplication.expect("the helper", other, helping(root, other, helped));
    HandoverApplication.expect("what it helped with", root, helped.get());
    if (late != null) {
      HandoverApplication.expect(
          "pool of virtual threads afterwards", root, late.submit(see()).get());
      late.shutdown();
    }
  }

  /** A worker in one request runs a task that none submitted. */
  private static Object helping(Object root, Object other, AtomicReference<Object> helped)
      throws Exception {
    ForkJoinPool single = new ForkJoinPool(1);
    Object own =
        single
            .submit(
                () -> {
                  ForkJoinTask<?> foreign =
                      ForkJoinTask.adapt(() -> helped.set(AgentView.current())).fork();
                  AgentView.makeCurrent(other);
                  ForkJoinTask.helpQuiesce();
                  foreign.join();
                  Object after = AgentView.current();
                  AgentView.makeCurrent(root);
                  return after;
                })
            .get();
    single.shutdown();
    return own;
  }

  private static Callable<Object> see() {
    return HandoverApplication.seeing();
  }

  private static void expectAll(
      String what, Object expected, List<? extends java.util.concurrent.Future<Object>> futures)
      throws Exception {
    Set<Object> seen = new HashSet<>();
    for (java.util.concurrent.Future<Object> each : futures) {
      seen.add(each.get());
    }
    expectOnly(what, expected, seen);
  }

  private static void expectOnly(String what, Object expected, Set<Object> seen) {
    HandoverApplication.expect(what, expected, seen.size() == 1 ? seen.iterator().next() : seen);
  }

  private static Object started(boolean subclass) throws InterruptedException {
    AtomicReference<Object> seen = new AtomicReference<>();
    Thread thread =
        subclass
            ? new Thread() {
              @Override
              public void run() {
                seen.set(AgentView.current());
              }
            }
            : new Thread(() -> seen.set(AgentView.current()));
    thread.start();
    thread.join();
    return seen.get();
  }

  private static Object timed() throws Exception {
    CompletableFuture<Object> seen = new CompletableFuture<>();
    TIMER.schedule(
        new TimerTask() {
          @Override
          public void run() {
            seen.complete(AgentView.current());
          }
        },
        1);
    return seen.get();
  }

  /** Forks down to single leaves. */
  private static final class Tree extends RecursiveTask<Integer> {
    private final int depth;
    private final transient Set<Object> seen;

    Tree(int depth, Set<Object> seen) {
      this.depth = depth;
      this.seen = seen;
    }

    @Override
    protected Integer compute() {
      seen.add(AgentView.current());
      if (depth == 0) {
        return 1;
      }
      Tree left = new Tree(depth - 1, seen);
      left.fork();
      return new Tree(depth - 1, seen).compute() + left.join();
    }
  }
}
