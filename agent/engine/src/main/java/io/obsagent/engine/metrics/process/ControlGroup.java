package io.obsagent.engine.metrics.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the kernel allows this process and what is used of it: the files of its control group, in
 * version 1 and 2. Groups lie inside each other and each may have a limit; the lowest one counts,
 * and what is used is that group's, since others in it use the same.
 *
 * <p>Reads a few small files at each question. For the metrics thread.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">Version 2</a>
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">Version 1</a>
 */
final class ControlGroup {
  /** No answer, or no limit. */
  static final long NONE = -1;

  private static final String MOUNT = "sys/fs/cgroup";
  private static final String V2 = "";

  /** Version 1 says "no limit" by the largest multiple of a page. */
  private static final long NO_LIMIT = 1L << 60;

  private static final int MAX_LINES = 1_000;

  private final boolean unified;

  /** Of the group with the lowest limit; null if nothing is limited. */
  private final File memory;

  private final File cpu;

  /** Version 1 keeps the time apart from the quota. */
  private final File cpuTime;

  private final long memoryLimit;
  private final double cpuLimit;

  private ControlGroup(File root) {
    unified = new File(root, MOUNT + "/cgroup.controllers").isFile();
    List<File> memories = groups(root, unified ? V2 : "memory");
    File tightest = null;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < memories.size(); i++) {
      long limit = memoryLimit(memories.get(i));
      if (limit != NONE && limit < least) {
        least = limit;
        tightest = memories.get(i);
      }
    }
    memory = tightest;
    memoryLimit = tightest == null ? NONE : least;
    List<File> cpus = groups(root, unified ? V2 : "cpu");
    int narrowest = -1;
    double fewest = Double.MAX_VALUE;
    for (int i = 0; i < cpus.size(); i++) {
      double limit = cpuLimit(cpus.get(i));
      if (limit > 0 && limit < fewest) {
        fewest = limit;
        narrowest = i;
      }
    }
    cpu = narrowest < 0 ? null : cpus.get(narrowest);
    cpuLimit = narrowest < 0 ? NONE : fewest;
    List<File> times = unified ? cpus : groups(root, "cpuacct");
    cpuTime = narrowest < 0 || narrowest >= times.size() ? null : times.get(narrowest);
  }

  /**
   * The group of this process as it is now; limits may be changed while it runs.
   *
   * @param root {@code /}, where {@code /proc} and {@code /sys} are
   */
  static ControlGroup of(File root) {
    return new ControlGroup(root);
  }

  /** Bytes, or {@link #NONE}. */
  long memoryLimit() {
    return memoryLimit;
  }

  /** Cores, e.g. 1.5; below 0 if there is no limit. */
  double cpuLimit() {
    return cpuLimit;
  }

  /** Bytes used against the limit, caches included; {@link #NONE} without limit. */
  long memoryUsage() {
    return memory == null
        ? NONE
        : number(memory, unified ? "memory.current" : "memory.usage_in_bytes");
  }

  /** Bytes used without the part of the cache that goes first; {@link #NONE} without limit. */
  long workingSet() {
    long usage = memoryUsage();
    if (usage == NONE) {
      return NONE;
    }
    long inactive = field(memory, "memory.stat", unified ? "inactive_file" : "total_inactive_file");
    return inactive == NONE ? usage : Math.max(0, usage - inactive);
  }

  /** Nanoseconds of CPU used against the limit; {@link #NONE} without limit. */
  long cpuNanos() {
    if (cpuTime == null) {
      return NONE;
    }
    if (!unified) {
      return number(cpuTime, "cpuacct.usage");
    }
    long micros = field(cpuTime, "cpu.stat", "usage_usec");
    return micros == NONE ? NONE : micros * 1_000;
  }

  /** Nanoseconds for which threads had to wait for the next period; {@link #NONE} without limit. */
  long throttledNanos() {
    if (cpu == null) {
      return NONE;
    }
    if (!unified) {
      return field(cpu, "cpu.stat", "throttled_time");
    }
    long micros = field(cpu, "cpu.stat", "throttled_usec");
    return micros == NONE ? NONE : micros * 1_000;
  }

  private long memoryLimit(File group) {
    long limit = number(group, unified ? "memory.max" : "memory.limit_in_bytes");
    return limit >= NO_LIMIT ? NONE : limit;
  }

  private double cpuLimit(File group) {
    if (!unified) {
      long quota = number(group, "cpu.cfs_quota_us");
      long period = number(group, "cpu.cfs_period_us");
      return quota > 0 && period > 0 ? (double) quota / period : NONE;
    }
    List<String> lines = lines(new File(group, "cpu.max"));
    String[] parts = lines.isEmpty() ? new String[0] : lines.get(0).trim().split(" ");
    long quota = parts.length == 2 ? number(parts[0]) : NONE;
    long period = parts.length == 2 ? number(parts[1]) : NONE;
    return quota > 0 && period > 0 ? (double) quota / period : NONE;
  }

  /**
   * The group of this process and those around it, innermost first. Inside a container the path may
   * be that of the machine, which is not there: then what is mounted is the container's own.
   */
  private static List<File> groups(File root, String controller) {
    File mount = new File(root, MOUNT);
    mount = controller.isEmpty() ? mount : new File(mount, controller);
    List<File> groups = new ArrayList<>();
    File inside = new File(mount, path(root, controller));
    if (inside.isDirectory()) {
      String top = mount.getPath();
      for (File each = inside;
          each != null && !each.getPath().equals(top);
          each = each.getParentFile()) {
        groups.add(each);
      }
    }
    groups.add(mount);
    return groups;
  }

  /** {@code 4:memory:/docker/1f…}, {@code 0::/kubepods/…}. */
  private static String path(File root, String controller) {
    for (String line : lines(new File(root, "proc/self/cgroup"))) {
      int first = line.indexOf(':');
      int second = line.indexOf(':', first + 1);
      if (second > 0 && has(line.substring(first + 1, second), controller)) {
        String path = line.substring(second + 1);
        // What lies outside the container's own name space is shown as /../..
        return path.contains("/..") ? "" : path;
      }
    }
    return "";
  }

  private static boolean has(String controllers, String controller) {
    for (String one : controllers.split(",", -1)) {
      if (one.equals(controller)) {
        return true;
      }
    }
    return false;
  }

  private static long field(File group, String file, String name) {
    for (String line : lines(new File(group, file))) {
      if (line.startsWith(name)
          && line.length() > name.length()
          && line.charAt(name.length()) == ' ') {
        return number(line.substring(name.length() + 1));
      }
    }
    return NONE;
  }

  private static long number(File group, String file) {
    List<String> lines = lines(new File(group, file));
    return lines.isEmpty() ? NONE : number(lines.get(0));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException max) {
      return NONE;
    }
  }

  private static List<String> lines(File file) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file), StandardCharsets.US_ASCII))) {
      for (String line = reader.readLine();
          line != null && lines.size() < MAX_LINES;
          line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException | SecurityException unreadable) {
      return Collections.emptyList();
    }
    return lines;
  }
}
