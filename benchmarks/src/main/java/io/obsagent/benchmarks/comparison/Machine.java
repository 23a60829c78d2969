package io.obsagent.benchmarks.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cores, tools and files of this machine. Linux; without {@code taskset} nothing is pinned. */
final class Machine {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private Machine() {}

  static int cores() {
    return CORES;
  }

  /** What to write before a command so that it runs on the first core, or on the first two. */
  static List<String> pinned(int cores) {
    if (CORES < 2 || !pins()) {
      return List.of();
    }
    return List.of("taskset", "-c", cores == 1 ? "0" : "0-" + (cores - 1));
  }

  /** Moves this JVM, and what it starts from now on, to all cores but the first. */
  static void leaveTheFirstCore() {
    if (CORES > 1 && pins()) {
      String pid = Long.toString(ProcessHandle.current().pid());
      run(List.of("taskset", "-a", "-p", "-c", "1-" + (CORES - 1), pid));
    }
  }

  static boolean pins() {
    return Files.isExecutable(Path.of("/usr/bin/taskset"))
        || Files.isExecutable(Path.of("/bin/taskset"));
  }

  /** What a tool says; its errors along with it. */
  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String jcmd(Path jdk, long pid, String... words) {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/jcmd").toString());
    command.add(Long.toString(pid));
    command.addAll(List.of(words));
    return run(command);
  }

  /** For the report: processor, cores, system. */
  static String description() {
    String processor = "unknown processor";
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          processor = line.substring(line.indexOf(':') + 1).trim();
          break;
        }
      }
    } catch (IOException noLinux) {
      // Then without it.
    }
    return CORES
        + " cores of "
        + processor
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version");
  }
}
