package io.obsagent.instrumentation.concurrent;

import java.util.concurrent.ForkJoinPool;

/**
 * Tells the JDK's scheduler of virtual threads from the application's pools, at the cost of
 * comparing a reference: it passes through woven methods each time a virtual thread is mounted.
 */
final class VirtualThreads {
  /** Of the threads that run virtual threads; null where there are none. */
  private static final Class<?> CARRIER = carrier();

  /** Null until it is first seen; there is one per JVM. */
  private static volatile ForkJoinPool scheduler;

  private VirtualThreads() {}

  private static Class<?> carrier() {
    try {
      return Class.forName("jdk.internal.misc.CarrierThread", false, null);
    } catch (ClassNotFoundException | LinkageError older) {
      return null;
    }
  }

  static boolean isCarrier(Thread thread) {
    return thread.getClass() == CARRIER;
  }

  /** The scheduler's thread factory is a lambda of {@code VirtualThread}. */
  static boolean isScheduler(ForkJoinPool pool) {
    ForkJoinPool known = scheduler;
    if (known != null || CARRIER == null) {
      return pool == known;
    }
    if (pool.getFactory().getClass().getName().startsWith("java.lang.VirtualThread")) {
      scheduler = pool;
      return true;
    }
    return false;
  }
}
