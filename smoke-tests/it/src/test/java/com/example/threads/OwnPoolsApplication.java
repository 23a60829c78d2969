package com.example.threads;

import java.lang.reflect.Constructor;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The thread pool of a servlet container, whose threads all start inside one request or another;
 * prints which contexts the pool's work ever ran in.
 */
public final class OwnPoolsApplication {
  private static final int THREADS = 8;

  private OwnPoolsApplication() {}

  public static void main(String[] arguments) throws Exception {
    Executor pool = "tomcat".equals(arguments[0]) ? tomcat() : jetty();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Set<Object> seen = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 50; i++) {
      // As many at once as there are threads, so that each of them gets work.
      CyclicBarrier together = new CyclicBarrier(THREADS);
      CountDownLatch done = new CountDownLatch(THREADS);
      for (int j = 0; j < THREADS; j++) {
        boolean inRequest = i == 0;
        AgentView.makeCurrent(inRequest ? AgentView.request(1 + j) : AgentView.ROOT);
        pool.execute(
            () -> {
              threads.add(Thread.currentThread());
              seen.add(AgentView.current());
              meet(together);
              done.countDown();
            });
        AgentView.makeCurrent(AgentView.ROOT);
      }
      done.await();
    }
    System.out.println("threads: " + threads.size());
    System.out.println("requests seen: " + (seen.size() - (seen.contains(AgentView.ROOT) ? 1 : 0)));
    System.exit(0);
  }

  private static void meet(CyclicBarrier together) {
    try {
      together.await();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static Executor tomcat() throws ReflectiveOperationException {
    ThreadFactory factory =
        (ThreadFactory)
            Class.forName("org.apache.tomcat.util.threads.TaskThreadFactory")
                .getConstructor(String.class, boolean.class, int.class)
                .newInstance("exec-", true, Thread.NORM_PRIORITY);
    Constructor<?> constructor =
        Class.forName("org.apache.tomcat.util.threads.ThreadPoolExecutor")
            .getConstructor(
                int.class,
                int.class,
                long.class,
                TimeUnit.class,
                BlockingQueue.class,
                ThreadFactory.class);
    return (Executor)
        constructor.newInstance(
            THREADS, THREADS, 60L, TimeUnit.SECONDS, new LinkedBlockingQueue<Runnable>(), factory);
  }

  private static Executor jetty() throws Exception {
    Class<?> type = Class.forName("org.eclipse.jetty.util.thread.QueuedThreadPool");
    Object pool =
        type.getConstructor(int.class, int.class, int.class, BlockingQueue.class)
            .newInstance(THREADS, 0, 60_000, new LinkedBlockingQueue<Runnable>());
    type.getMethod("start").invoke(pool);
    return (Executor) pool;
  }
}
