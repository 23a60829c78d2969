package io.obsagent.engine.metrics.process;

import io.obsagent.engine.metrics.Instrument.Kind;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Observation;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * Memory, threads and classes, which every JVM's management beans tell.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/runtime/jvm-metrics/">JVM metrics</a>
 */
final class JvmMetrics {
  static final InstrumentationScope SCOPE = InstrumentationScope.named("io.obsagent.jvm");

  private static final AttributeKey MEMORY_TYPE = AttributeKey.string("jvm.memory.type");
  private static final AttributeKey POOL = AttributeKey.string("jvm.memory.pool.name");
  private static final AttributeKey DAEMON = AttributeKey.bool("jvm.thread.daemon");

  private JvmMetrics() {}

  static void register(Metrics metrics) {
    memory(metrics, Memory.USED, "jvm.memory.used", "Measure of memory used.");
    memory(metrics, Memory.COMMITTED, "jvm.memory.committed", "Measure of memory committed.");
    memory(metrics, Memory.LIMIT, "jvm.memory.limit", "Measure of max obtainable memory.");
    memory(
        metrics,
        Memory.USED_AFTER_GC,
        "jvm.memory.used_after_last_gc",
        "Measure of memory used, as measured after the most recent garbage collection event on"
            + " this pool.");
    metrics.observe(
        Kind.UP_DOWN_COUNTER,
        SCOPE,
        "jvm.thread.count",
        "{thread}",
        "Number of executing platform threads.",
        new Threads(),
        DAEMON);
    classes(
        metrics, Kind.COUNTER, Classes.LOADED, "jvm.class.loaded", "Classes loaded since start.");
    classes(
        metrics,
        Kind.COUNTER,
        Classes.UNLOADED,
        "jvm.class.unloaded",
        "Classes unloaded since start.");
    classes(
        metrics,
        Kind.UP_DOWN_COUNTER,
        Classes.COUNT,
        "jvm.class.count",
        "Number of classes currently loaded.");
    metrics.observe(
        Kind.GAUGE,
        SCOPE,
        "process.uptime",
        "s",
        "The time the process has been running.",
        new Uptime());
  }

  private static void memory(Metrics metrics, int what, String name, String description) {
    metrics.observe(
        Kind.UP_DOWN_COUNTER,
        SCOPE,
        name,
        "By",
        description,
        new Memory(ManagementFactory.getMemoryPoolMXBeans(), what),
        MEMORY_TYPE,
        POOL);
  }

  private static void classes(
      Metrics metrics, Kind kind, int what, String name, String description) {
    metrics.observe(kind, SCOPE, name, "{class}", description, new Classes(what));
  }

  private static final class Memory implements Observation.Source {
    private static final int USED = 0;
    private static final int COMMITTED = 1;
    private static final int LIMIT = 2;
    private static final int USED_AFTER_GC = 3;

    private final List<MemoryPoolMXBean> pools;
    private final int what;

    Memory(List<MemoryPoolMXBean> pools, int what) {
      this.pools = pools;
      this.what = what;
    }

    @Override
    public void observe(Observation to) {
      for (MemoryPoolMXBean pool : pools) {
        MemoryUsage usage = what == USED_AFTER_GC ? pool.getCollectionUsage() : pool.getUsage();
        // A pool that is no longer valid, or is never collected, has none.
        long bytes = usage == null ? -1 : of(usage);
        if (bytes >= 0) {
          to.set(bytes, pool.getType() == MemoryType.HEAP ? "heap" : "non_heap", pool.getName());
        }
      }
    }

    /** Below zero: there is no such limit. */
    private long of(MemoryUsage usage) {
      switch (what) {
        case COMMITTED:
          return usage.getCommitted();
        case LIMIT:
          return usage.getMax();
        default:
          return usage.getUsed();
      }
    }
  }

  private static final class Threads implements Observation.Source {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Override
    public void observe(Observation to) {
      int daemons = threads.getDaemonThreadCount();
      to.set((long) daemons, true);
      to.set((long) Math.max(0, threads.getThreadCount() - daemons), false);
    }
  }

  private static final class Classes implements Observation.Source {
    private static final int LOADED = 0;
    private static final int UNLOADED = 1;
    private static final int COUNT = 2;

    private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    private final int what;

    Classes(int what) {
      this.what = what;
    }

    @Override
    public void observe(Observation to) {
      switch (what) {
        case LOADED:
          to.set(classes.getTotalLoadedClassCount());
          break;
        case UNLOADED:
          to.set(classes.getUnloadedClassCount());
          break;
        default:
          to.set((long) classes.getLoadedClassCount());
      }
    }
  }

  private static final class Uptime implements Observation.Source {
    @Override
    public void observe(Observation to) {
      to.set(ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
    }
  }
}
