package io.obsagent.instrumentation.concurrent;

import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;

/** What a pool's make says about its tasks. */
final class Pools {
  /**
   * Thread factories of pools that work for the library and not for the request which happens to
   * wake it: connection keepers, selectors, pollers.
   */
  private static final String[] INTERNAL = {
    "com.mchange.v2.", // c3p0's helpers
    "com.mysql.", // abandoned connections
    "com.zaxxer.hikari.", // connection adder, closer, housekeeper
    "io.netty.",
    "io.obsagent.",
    "io.undertow.",
    "org.apache.catalina.",
    "org.apache.coyote.",
    "org.apache.kafka.",
    "org.apache.tomcat.",
    "org.eclipse.jetty.",
    "org.mariadb.",
    "org.postgresql.",
    "org.xnio."
  };

  private static final ClassValue<Boolean> IS_INTERNAL =
      new ClassValue<Boolean>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          for (String prefix : INTERNAL) {
            if (type.getName().startsWith(prefix)) {
              return Boolean.TRUE;
            }
          }
          return Boolean.FALSE;
        }
      };

  private Pools() {}

  /** Never to capture a request: told by the class of its thread factory. */
  static boolean isInternal(ThreadPoolExecutor pool) {
    return IS_INTERNAL.get(pool.getThreadFactory().getClass());
  }

  /**
   * Whether the task may wait in a wrapper: a lambda (its class has no name one could write), in a
   * queue of the JDK that does not compare what it holds.
   */
  static boolean mayWrap(ThreadPoolExecutor pool, Runnable task) {
    return isHidden(task.getClass())
        && !(task instanceof Comparable)
        && pool.getQueue().getClass().getClassLoader() == null
        && !(pool.getQueue() instanceof PriorityBlockingQueue);
  }

  /** Lambdas and other hidden classes, on every Java: their names have a slash. */
  static boolean isHidden(Class<?> type) {
    return type.getName().indexOf('/') >= 0;
  }
}
