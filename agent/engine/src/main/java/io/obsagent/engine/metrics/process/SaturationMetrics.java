package io.obsagent.engine.metrics.process;

import com.sun.management.OperatingSystemMXBean;
import io.obsagent.engine.metrics.Instrument.Kind;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Observation;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * How much of the CPU and memory that this process may have is in use. Where the container limits
 * one of them, its usage against that limit; else the process's own against the machine.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/system/container-metrics/">Container
 *     metrics</a>
 */
final class SaturationMetrics implements Observation.Source {
  static final String CPU = "obs.cpu.utilization";
  static final String MEMORY = "obs.memory.utilization";

  /** Readers may come at the same moment; a share of less time than this says nothing. */
  private static final long MIN_ELAPSED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final String[] NAMES = {
    "container.memory.usage",
    "container.memory.working_set",
    "container.memory.available",
    "obs.container.memory.limit",
    "container.cpu.time",
    "obs.container.cpu.limit",
    "obs.container.cpu.throttled.time",
    CPU,
    MEMORY,
  };

  private static final String[] UNITS = {"By", "By", "By", "By", "s", "{cpu}", "s", "1", "1"};

  private static final Kind[] KINDS = {
    Kind.GAUGE,
    Kind.UP_DOWN_COUNTER,
    Kind.UP_DOWN_COUNTER,
    Kind.UP_DOWN_COUNTER,
    Kind.COUNTER,
    Kind.GAUGE,
    Kind.COUNTER,
    Kind.GAUGE,
    Kind.GAUGE,
  };

  private static final String[] MEANINGS = {
    "Memory usage of the container.",
    "Container memory working set.",
    "Container memory available.",
    "Memory the container may use.",
    "CPU time consumed by the container.",
    "CPUs the container may use.",
    "Time for which threads of the container were kept off the CPU by its limit.",
    "CPU in use, as a share of what the container or else the machine allows.",
    "Memory in use, as a share of what the container or else the machine allows.",
  };

  private final int what;
  private final File root;
  private final OperatingSystemMXBean system;

  private final Share share = new Share();

  private SaturationMetrics(int what, File root, OperatingSystemMXBean system) {
    this.what = what;
    this.root = root;
    this.system = system;
  }

  static void register(Metrics metrics) {
    java.lang.management.OperatingSystemMXBean bean = ManagementFactory.getOperatingSystemMXBean();
    register(
        metrics,
        new File("/"),
        bean instanceof OperatingSystemMXBean ? (OperatingSystemMXBean) bean : null);
  }

  /**
   * @param system null where the JVM has none
   */
  static void register(Metrics metrics, File root, OperatingSystemMXBean system) {
    for (int what = 0; what < NAMES.length; what++) {
      metrics.observe(
          KINDS[what],
          JvmMetrics.SCOPE,
          NAMES[what],
          UNITS[what],
          MEANINGS[what],
          new SaturationMetrics(what, root, system));
    }
  }

  @Override
  public void observe(Observation to) {
    // A limit may be changed while the container runs.
    ControlGroup group = ControlGroup.of(root);
    switch (what) {
      case 0:
        set(to, group.memoryUsage());
        break;
      case 1:
        set(to, group.workingSet());
        break;
      case 2:
        long workingSet = group.workingSet();
        if (workingSet >= 0) {
          to.set(Math.max(0, group.memoryLimit() - workingSet));
        }
        break;
      case 3:
        set(to, group.memoryLimit());
        break;
      case 4:
        set(to, group.cpuNanos() / 1e9);
        break;
      case 5:
        set(to, group.cpuLimit());
        break;
      case 6:
        set(to, group.throttledNanos() / 1e9);
        break;
      case 7:
        cpu(to, group);
        break;
      default:
        memory(to, group);
    }
  }

  private static void set(Observation to, long value) {
    if (value >= 0) {
      to.set(value);
    }
  }

  private static void set(Observation to, double value) {
    if (value >= 0) {
      to.set(value);
    }
  }

  private void cpu(Observation to, ControlGroup group) {
    long used = group.cpuNanos();
    double allowed = group.cpuLimit();
    if (used < 0 || allowed <= 0) {
      used = system == null ? -1 : system.getProcessCpuTime();
      allowed = Runtime.getRuntime().availableProcessors();
    }
    if (used >= 0) {
      set(to, share.of(used, allowed, System.nanoTime()));
    }
  }

  private void memory(Observation to, ControlGroup group) {
    long used = group.workingSet();
    long allowed = group.memoryLimit();
    if (used < 0) {
      used = SystemMetrics.residentBytes();
      allowed = system == null ? -1 : system.getTotalPhysicalMemorySize();
    }
    if (used >= 0 && allowed > 0) {
      to.set((double) used / allowed);
    }
  }

  /** CPU time used, as a share of what was allowed in the time between two readings. */
  static final class Share {
    private long lastNanos;
    private long lastUsed = -1;
    private double share = -1;

    /** Below 0 at the first reading. */
    double of(long usedNanos, double cores, long nowNanos) {
      long elapsed = nowNanos - lastNanos;
      if (lastUsed < 0 || elapsed >= MIN_ELAPSED_NANOS) {
        if (lastUsed >= 0) {
          share = Math.max(0, usedNanos - lastUsed) / (elapsed * cores);
        }
        lastUsed = usedNanos;
        lastNanos = nowNanos;
      }
      return share;
    }
  }
}
