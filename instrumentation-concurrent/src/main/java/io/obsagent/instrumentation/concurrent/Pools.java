package io.obsagent.instrumentation.concurrent;

import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;

/** What a pool's make says about its tasks. */
final class Pools {
  /**
   * Code that works for the library and not for the request which happens to wake it: connection
   * keepers, selectors, pollers, writers of log files.
   */
  private static final String[] INTERNAL = {
    "ch.qos.logback.", // asynchronous appenders
    "com.alibaba.druid.",
    "com.google.common.base.internal.", // finalizer
    "com.lmax.disruptor.",
    "com.mchange.v2.", // c3p0's helpers
    "com.microsoft.sqlserver.",
    "com.mongodb.",
    "com.mysql.", // abandoned connections
    "com.rabbitmq.",
    "com.sun.",
    "com.zaxxer.hikari.", // connection adder, closer, housekeeper
    "io.lettuce.",
    "io.netty.",
    "io.obsagent.agent.",
    "io.obsagent.engine.",
    "io.opentelemetry.", // exporters, the agent's own among them
    "io.undertow.",
    "java.lang.VirtualThread", // unparkers
    "java.util.concurrent.ThreadPoolExecutor$Worker",
    "jdk.", // java.net.http's selector and workers
    "okhttp3.", // connection pool, web sockets
    "okio.",
    "oracle.jdbc.",
    "oracle.net.",
    "org.apache.catalina.",
    "org.apache.commons.dbcp2.",
    "org.apache.commons.pool2.",
    "org.apache.coyote.",
    "org.apache.derby.",
    "org.apache.hc.",
    "org.apache.http.", // reactors, idle connections
    "org.apache.kafka.",
    "org.apache.log4j.",
    "org.apache.logging.",
    "org.apache.tomcat.",
    "org.eclipse.jetty.",
    "org.h2.",
    "org.hsqldb.",
    "org.jboss.logmanager.",
    "org.jboss.threads.",
    "org.mariadb.",
    "org.postgresql.",
    "org.quartz.",
    "org.sqlite.",
    "org.xnio.",
    "sun."
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

  /** Of a task, a thread or a thread factory: never to capture a request. Some 5 ns. */
  static boolean isInternal(Class<?> type) {
    return IS_INTERNAL.get(type);
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
