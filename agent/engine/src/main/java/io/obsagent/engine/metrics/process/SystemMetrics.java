package io.obsagent.engine.metrics.process;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.obsagent.engine.metrics.Instrument.Kind;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Observation;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * CPU, file descriptors and resident memory: what the operating system knows of this process. Some
 * of it exists on Unix or Linux only; elsewhere it is left out.
 */
final class SystemMetrics {
  private static final int CPU_TIME = 0;
  private static final int CPU_COUNT = 1;
  private static final int CPU_UTILIZATION = 2;
  private static final int FILES = 3;
  private static final int MAX_FILES = 4;
  private static final int RESIDENT = 5;

  private SystemMetrics() {}

  static void register(Metrics metrics) {
    java.lang.management.OperatingSystemMXBean bean = ManagementFactory.getOperatingSystemMXBean();
    if (bean instanceof OperatingSystemMXBean) {
      OperatingSystemMXBean system = (OperatingSystemMXBean) bean;
      add(
          metrics,
          system,
          Kind.COUNTER,
          CPU_TIME,
          "jvm.cpu.time",
          "s",
          "CPU time used by the process as reported by the JVM.");
      add(
          metrics,
          system,
          Kind.GAUGE,
          CPU_UTILIZATION,
          "jvm.cpu.recent_utilization",
          "1",
          "Recent CPU utilization for the process as reported by the JVM.");
    }
    add(
        metrics,
        null,
        Kind.UP_DOWN_COUNTER,
        CPU_COUNT,
        "jvm.cpu.count",
        "{cpu}",
        "Number of processors available to the Java virtual machine.");
    if (bean instanceof UnixOperatingSystemMXBean) {
      UnixOperatingSystemMXBean unix = (UnixOperatingSystemMXBean) bean;
      add(
          metrics,
          unix,
          Kind.UP_DOWN_COUNTER,
          FILES,
          "jvm.file_descriptor.count",
          "{file_descriptor}",
          "Number of open file descriptors as reported by the JVM.");
      add(
          metrics,
          unix,
          Kind.UP_DOWN_COUNTER,
          MAX_FILES,
          "jvm.file_descriptor.limit",
          "{file_descriptor}",
          "Measure of max file descriptors as reported by the JVM.");
    }
    add(
        metrics,
        null,
        Kind.UP_DOWN_COUNTER,
        RESIDENT,
        "process.memory.usage",
        "By",
        "The amount of physical memory in use.");
  }

  private static void add(
      Metrics metrics,
      OperatingSystemMXBean system,
      Kind kind,
      int what,
      String name,
      String unit,
      String description) {
    metrics.observe(kind, JvmMetrics.SCOPE, name, unit, description, new Reading(system, what));
  }

  /** {@code VmRSS} of {@code /proc/self/status}, in bytes; -1 where there is no such file. */
  static long residentBytes() {
    try (BufferedReader status =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream("/proc/self/status"), StandardCharsets.US_ASCII))) {
      for (String line = status.readLine(); line != null; line = status.readLine()) {
        if (line.startsWith("VmRSS:")) {
          String kibibytes = line.substring(6, line.length() - 2).trim();
          return Long.parseLong(kibibytes) << 10;
        }
      }
    } catch (IOException | RuntimeException notLinux) {
      // Said below.
    }
    return -1;
  }

  private static final class Reading implements Observation.Source {
    private final OperatingSystemMXBean system;
    private final int what;

    Reading(OperatingSystemMXBean system, int what) {
      this.system = system;
      this.what = what;
    }

    @Override
    public void observe(Observation to) {
      switch (what) {
        case CPU_TIME:
          positive(to, system.getProcessCpuTime() / 1e9);
          break;
        case CPU_UTILIZATION:
          positive(to, system.getProcessCpuLoad());
          break;
        case CPU_COUNT:
          to.set((long) Runtime.getRuntime().availableProcessors());
          break;
        case FILES:
          positive(to, ((UnixOperatingSystemMXBean) system).getOpenFileDescriptorCount());
          break;
        case MAX_FILES:
          positive(to, ((UnixOperatingSystemMXBean) system).getMaxFileDescriptorCount());
          break;
        default:
          positive(to, residentBytes());
      }
    }

    private static void positive(Observation to, long value) {
      if (value >= 0) {
        to.set(value);
      }
    }

    private static void positive(Observation to, double value) {
      if (value >= 0) {
        to.set(value);
      }
    }
  }
}
