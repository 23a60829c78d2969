package io.obsagent.benchmarks.comparison;

import io.obsagent.benchmarks.comparison.ThreadTimes.Group;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The running service under one candidate. */
final class Service implements AutoCloseable {
  private static final String READY = "orders: listening on http://127.0.0.1:";
  private static final long TICKS_PER_SECOND = 100;

  /**
   * How to start it.
   *
   * @param jdk its home
   * @param jar of the service
   * @param folder for its files
   * @param kafka brokers
   * @param heap such as {@code 256m}, all of it taken at the start
   */
  record Setup(Path jdk, Path jar, Path folder, String kafka, String heap) {}

  /** What has been used up to a moment. */
  record Usage(Map<Group, Long> cpu, long allocated) {}

  final Candidate candidate;
  private final Setup setup;
  private final Child child;
  private final ThreadTimes times;
  private final int port;
  private final double startSeconds;
  private final double startCpuSeconds;
  private long requests;
  private long serverSpans;
  private int javaThreads;

  private Service(
      Candidate candidate, Setup setup, Child child, int port, double seconds, double cpu) {
    this.candidate = candidate;
    this.setup = setup;
    this.child = child;
    this.port = port;
    this.startSeconds = seconds;
    this.startCpuSeconds = cpu;
    this.times = new ThreadTimes(child.pid(), candidate.threads());
  }

  /** Starts it and returns after the first request has been answered. */
  static Service start(Candidate candidate, Setup setup, int cores, List<String> options) {
    List<String> command = new ArrayList<>(Machine.pinned(cores));
    command.add(setup.jdk().resolve("bin/java").toString());
    command.addAll(
        List.of(
            "-Xms" + setup.heap(),
            "-Xmx" + setup.heap(),
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:NativeMemoryTracking=summary"));
    command.addAll(options);
    candidate.jar().ifPresent(jar -> command.add("-javaagent:" + jar));
    command.addAll(candidate.options());
    if (!setup.kafka().isEmpty()) {
      command.add("-Dorders.kafka=" + setup.kafka());
    }
    command.add("-Dorders.topics=" + candidate.name() + "-");
    command.add("-Dorders.log=" + setup.folder().resolve(candidate.name() + ".log"));
    if (options.stream().noneMatch(option -> option.equals("-cp"))) {
      command.addAll(List.of("-jar", setup.jar().toString()));
    } else {
      command.add("com.example.orders.OrdersMain");
    }
    long begin = System.nanoTime();
    Child child = Child.start(command, setup.folder(), candidate.name());
    try {
      int port = Integer.parseInt(child.await(READY));
      Load.once(port, Kind.PLAIN);
      double seconds = (System.nanoTime() - begin) / 1e9;
      Service service =
          new Service(candidate, setup, child, port, seconds, processCpu(child.pid()));
      service.count(1, Kind.PLAIN);
      return service;
    } catch (RuntimeException e) {
      child.close();
      throw e;
    }
  }

  private static double processCpu(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (double) (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Load.Result closedLoop(Load load, Kind kind, long millis) {
    return count(load.closedLoop(port, kind, millis), kind);
  }

  void once(Kind kind) {
    Load.once(port, kind);
    count(1, kind);
  }

  Load.Result fixedRate(Load load, Kind kind, long millis, double rate) {
    return count(load.fixedRate(port, kind, millis, rate), kind);
  }

  private Load.Result count(Load.Result result, Kind kind) {
    count(result.requests(), kind);
    return result;
  }

  private void count(long more, Kind kind) {
    requests += more;
    serverSpans += more * kind.servers;
  }

  Usage usage() {
    String[] stats = child.ask("stats").split(" ");
    javaThreads = Integer.parseInt(stats[1]);
    return new Usage(times.read(), Long.parseLong(stats[0]));
  }

  Map<Group, Long> cpu() {
    return times.read();
  }

  /** Since its start, one in another counted as well. */
  long serverSpans() {
    return serverSpans;
  }

  double startSeconds() {
    return startSeconds;
  }

  double startCpuSeconds() {
    return startCpuSeconds;
  }

  /** Names and values of what it takes up now: {@code rss}, {@code classes} and so on. */
  Map<String, Double> footprint() {
    Map<String, Double> values = new HashMap<>();
    usage();
    values.put("javaThreads", (double) javaThreads);
    values.put("threads", (double) times.count());
    String counters = Machine.jcmd(setup.jdk(), child.pid(), "PerfCounter.print");
    values.put(
        "classes",
        counter(counters, "java.cls.loadedClasses")
            + counter(counters, "java.cls.sharedLoadedClasses")
            - counter(counters, "java.cls.unloadedClasses")
            - counter(counters, "java.cls.sharedUnloadedClasses"));
    values.put("metaspace", (counter(counters, "sun.gc.metaspace.used")) / (1 << 20));
    values.put("rss", resident());
    String tracked = Machine.jcmd(setup.jdk(), child.pid(), "VM.native_memory", "summary");
    Matcher total = Pattern.compile("Total: reserved=\\d+KB, committed=(\\d+)KB").matcher(tracked);
    values.put("committed", total.find() ? Long.parseLong(total.group(1)) / 1024.0 : Double.NaN);
    return values;
  }

  private double resident() {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(child.pid()), "smaps_rollup"))
          .stream()
          .filter(line -> line.startsWith("Rss:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double counter(String counters, String name) {
    return Arrays.stream(counters.split("\n"))
        .filter(line -> line.startsWith(name + "="))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  void end() {
    child.end();
  }

  long saidByTheJvm() throws IOException {
    return child.saidByTheJvm();
  }

  @Override
  public void close() {
    child.close();
  }
}
