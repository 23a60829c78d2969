package com.example.threads;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
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
 * in. It looks into the agent by reflection, since what it asks is invisible to applications.
 */
public final class HandoverApplication {
  private static Method current;
  private static Method makeCurrent;
  private static Method remote;
  private static Object root;

  private HandoverApplication() {}

  public static void main(String[] arguments) throws Exception {
    ClassLoader agent = agent();
    Class<?> context = agent.loadClass("io.obsagent.engine.trace.Context");
    current = context.getMethod("current");
    makeCurrent = context.getMethod("makeCurrent");
    remote =
        context.getMethod(
            "remote", long.class, long.class, long.class, int.class, String.class, String.class);
    root = context.getField("ROOT").get(null);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    ScheduledExecutorService timed = Executors.newScheduledThreadPool(1);

    Object request = request(1);
    makeCurrent.invoke(request);
    expect("submit", request, pool.submit(seeing()).get());
    expect("execute a lambda", request, executed(pool, false));
    expect("execute a named task", request, executed(pool, true));
    expect("invokeAny", request, pool.invokeAny(List.of(seeing(), seeing())));
    expect("schedule", request, timed.schedule(seeing(), 1, TimeUnit.MILLISECONDS).get());
    expect("supplyAsync", request, CompletableFuture.supplyAsync(() -> see()).get());
    expect(
        "thenApplyAsync",
        request,
        CompletableFuture.completedFuture(1).thenApplyAsync(any -> see()).get());
    virtualThreads();
    expect("the submitting thread", request, see());
    makeCurrent.invoke(root);
    expect("submit afterwards", root, pool.submit(seeing()).get());
    expect("schedule afterwards", root, timed.submit(seeing()).get());
    forgets(timed);

    pool.shutdown();
    timed.shutdownNow();
    Object health =
        agent
            .loadClass("io.obsagent.engine.health.AgentHealth")
            .getMethod("get", String.class)
            .invoke(null, "suppressed_exceptions");
    System.out.println("suppressed exceptions: " + health);
  }

  private static ClassLoader agent() throws ReflectiveOperationException {
    Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
    hooks.setAccessible(true);
    for (Object hook : ((Map<?, ?>) hooks.get(null)).keySet()) {
      if (hook.getClass().getName().startsWith("io.obsagent.")) {
        return hook.getClass().getClassLoader();
      }
    }
    throw new IllegalStateException("no agent");
  }

  private static Object request(long id) throws ReflectiveOperationException {
    return remote.invoke(null, id, id, id, 1, null, null);
  }

  private static Object see() {
    try {
      return current.invoke(null);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Callable<Object> seeing() {
    return () -> see();
  }

  private static Object executed(ExecutorService pool, boolean named) throws Exception {
    CompletableFuture<Object> seen = new CompletableFuture<>();
    if (named) {
      pool.execute(
          new Runnable() {
            @Override
            public void run() {
              seen.complete(see());
            }
          });
    } else {
      pool.execute(() -> seen.complete(see()));
    }
    return seen.get();
  }

  private static void expect(String what, Object expected, Object actual) {
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
    WeakReference<Object> request = new WeakReference<>(request(2));
    makeCurrent.invoke(request.get());
    Future<?> later = timed.schedule(seeing(), 1, TimeUnit.HOURS);
    makeCurrent.invoke(root);
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
