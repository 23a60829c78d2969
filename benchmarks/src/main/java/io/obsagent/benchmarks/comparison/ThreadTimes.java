package io.obsagent.benchmarks.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The CPU time of a process, by the names of its threads, read from outside in nanoseconds ({@code
 * /proc/PID/task/TID/schedstat}); threads that have ended keep what they were last seen with.
 */
final class ThreadTimes {

  /** Who a thread works for. With the serial collector the VM thread is the collector. */
  enum Group {
    APPLICATION,
    AGENT,
    GC,
    JIT
  }

  private static final Pattern JIT = Pattern.compile("C[12] Compiler.*|Sweeper.*|Code Cache.*");
  private static final Pattern GC = Pattern.compile("VM Thread.*|GC .*|G1 .*|ZGC.*|Shenandoah.*");

  private record Seen(Group group, long nanos) {}

  private final Path tasks;
  private final Pattern agent;
  private final Map<String, Seen> threads = new HashMap<>();

  ThreadTimes(long pid, Pattern agent) {
    this.tasks = Path.of("/proc", Long.toString(pid), "task");
    this.agent = agent;
  }

  /** Nanoseconds up to now. */
  Map<Group, Long> read() {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(tasks)) {
      for (Path task : all) {
        read(task);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<Group, Long> sums = new EnumMap<>(Group.class);
    for (Group group : Group.values()) {
      sums.put(group, 0L);
    }
    threads.values().forEach(seen -> sums.merge(seen.group(), seen.nanos(), Long::sum));
    return sums;
  }

  private void read(Path task) throws IOException {
    try {
      String name = Files.readString(task.resolve("comm")).trim();
      String times = Files.readString(task.resolve("schedstat"));
      long nanos = Long.parseLong(times.substring(0, times.indexOf(' ')));
      threads.put(task.getFileName().toString(), new Seen(groupOf(name), nanos));
    } catch (NoSuchFileException ended) {
      // Between the listing and now.
    } catch (IOException e) {
      if (Files.exists(task)) {
        throw e;
      }
    }
  }

  private Group groupOf(String name) {
    if (agent.matcher(name).matches()) {
      return Group.AGENT;
    }
    if (JIT.matcher(name).matches()) {
      return Group.JIT;
    }
    return GC.matcher(name).matches() ? Group.GC : Group.APPLICATION;
  }

  /** How many threads there are now, those of the JVM included. */
  int count() {
    String[] names = tasks.toFile().list();
    return names == null ? 0 : names.length;
  }
}
