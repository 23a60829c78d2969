package io.obsagent.instrumentation.concurrent;

import io.obsagent.engine.Engine;
import io.obsagent.engine.metrics.pool.ThreadPoolAdapter;
import io.obsagent.engine.metrics.pool.ThreadPools;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The application's {@code ThreadPoolExecutor}s, as metrics know them. One is noticed when it makes
 * a thread, which no pool does often, and takes its name from that thread's: a pool has none of its
 * own. Nothing is done where a task is submitted or run.
 */
final class WorkerPools implements ThreadPoolAdapter<ThreadPoolExecutor> {
  private static final WorkerPools ADAPTER = new WorkerPools();

  /** Of a pool whose thread was started where nobody saw it: a virtual one. */
  private static final String NAMELESS = "executor";

  /** Threads that are about to start a worker of a new pool; nearly always none. */
  private static final AtomicInteger MAKING = new AtomicInteger();

  private static final ThreadLocal<ThreadPoolExecutor> MADE_FOR = new ThreadLocal<>();

  private WorkerPools() {}

  /** A pool is about to make a worker; true if {@link #made} must be told of it. */
  static boolean making(ThreadPoolExecutor pool) {
    if (Pools.isInternal(pool) || ThreadPools.isKnown(pool)) {
      return false;
    }
    MADE_FOR.set(pool);
    MAKING.incrementAndGet();
    return true;
  }

  /** A thread is being started: it may be a worker's. Costs one volatile read where none is. */
  static void started(Thread thread) {
    if (MAKING.get() != 0) {
      ThreadPoolExecutor pool = MADE_FOR.get();
      if (pool != null) {
        ThreadPools.seen(
            Engine.metrics(), pool, ADAPTER, ThreadPools.APPLICATION, name(thread.getName()));
      }
    }
  }

  /** The worker was made, or not, and its thread was started, or not. */
  static void made(ThreadPoolExecutor pool) {
    MAKING.decrementAndGet();
    MADE_FOR.remove();
    ThreadPools.seen(Engine.metrics(), pool, ADAPTER, ThreadPools.APPLICATION, NAMELESS);
  }

  /** {@code pool-3} of {@code pool-3-thread-1}, {@code mailer} of {@code mailer-7}. */
  static String name(String thread) {
    int end = withoutNumber(thread, thread.length());
    if (thread.substring(0, end).endsWith("-thread")) {
      end -= "-thread".length();
    }
    return end == 0 ? NAMELESS : thread.substring(0, end);
  }

  private static int withoutNumber(String thread, int length) {
    int end = length;
    while (end > 0 && thread.charAt(end - 1) >= '0' && thread.charAt(end - 1) <= '9') {
      end--;
    }
    while (end > 0 && "-_#.: ".indexOf(thread.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  @Override
  public long threads(ThreadPoolExecutor pool) {
    return pool.getPoolSize();
  }

  @Override
  public long busy(ThreadPoolExecutor pool) {
    return pool.getActiveCount();
  }

  /** With a queue that never fills up a pool has no more than its core threads. */
  @Override
  public long limit(ThreadPoolExecutor pool) {
    boolean endless =
        pool instanceof ScheduledThreadPoolExecutor
            || pool.getQueue().remainingCapacity() > Integer.MAX_VALUE / 2;
    return endless ? pool.getCorePoolSize() : pool.getMaximumPoolSize();
  }

  @Override
  public long queued(ThreadPoolExecutor pool) {
    return pool.getQueue().size();
  }

  @Override
  public boolean isOver(ThreadPoolExecutor pool) {
    return pool.isTerminated();
  }
}
