package io.obsagent.benchmarks.comparison;

import io.obsagent.benchmarks.comparison.ThreadTimes.Group;
import io.obsagent.smoke.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole comparison. All services run at the same time on one core, of which one at a time is
 * under load, turn by turn: so what is compared was measured seconds apart. A turn is counted until
 * the service's next one: what an agent does later is its cost too. What a service takes while it
 * is idle is measured before, subtracted, and reported apart.
 *
 * <p>Settings are system properties: {@code agents}, {@code rounds}, {@code seconds} (of load in a
 * turn), {@code warm} (seconds at most, per service), {@code starts}, {@code idle} (seconds),
 * {@code forks} (how often all of it, with new JVMs), {@code heap}, {@code settle} (seconds that a
 * service is left alone after a turn, at least), {@code heaps} (for the sweep, may be empty).
 */
public final class ComparisonMain {
  private static final double QUIET_JIT = 0.03;

  /** Longer than an exporter waits for more: then what a turn has left has been sent. */
  private final long settledNanos =
      (long) (Double.parseDouble(System.getProperty("settle")) * 1_000_000_000L);

  private final List<Candidate> candidates;
  private final Service.Setup setup;
  private final Collector collector;
  private final Results results;
  private final Load load = new Load();
  private final Map<Service, Idle> idles = new HashMap<>();

  private ComparisonMain(
      List<Candidate> candidates, Service.Setup setup, Collector collector, Results results) {
    this.candidates = candidates;
    this.setup = setup;
    this.collector = collector;
    this.results = results;
  }

  public static void main(String[] args) throws IOException {
    long begin = System.nanoTime();
    Path folder = Files.createDirectories(Path.of(System.getProperty("folder")));
    Machine.leaveTheFirstCore();
    try (KafkaBroker broker = KafkaBroker.start();
        Collector collector = Collector.start(folder)) {
      Candidate.Places places =
          new Candidate.Places(
              Path.of(System.getProperty("obs.agent.jar")),
              Path.of(System.getProperty("other.agents")),
              collector.url());
      List<Candidate> candidates =
          Arrays.stream(System.getProperty("agents").split(","))
              .map(name -> Candidate.named(name.trim(), places))
              .toList();
      Service.Setup setup =
          new Service.Setup(
              Path.of(System.getProperty("java.home")),
              Path.of(System.getProperty("service.jar")),
              folder,
              broker.bootstrapServers(),
              System.getProperty("heap"));
      Results results = new Results(candidates);
      ComparisonMain comparison = new ComparisonMain(candidates, setup, collector, results);
      comparison.startUps(Integer.getInteger("starts"));
      for (int fork = 0; fork < Integer.getInteger("forks"); fork++) {
        comparison.measure(Integer.getInteger("rounds"), fork);
      }
      for (String heap : System.getProperty("heaps", "").split(",")) {
        if (!heap.isBlank()) {
          comparison.sweep(heap.trim());
        }
      }
      String report = new Report(results, (System.nanoTime() - begin) / 1e9).text();
      System.out.println(report);
      String page = System.getProperty("page", "");
      if (!page.isEmpty()) {
        Page.at(Path.of(page)).replace("comparison", report);
        Files.writeString(
            Path.of(page.replaceAll("\\.md$", "") + ".svg"), new Picture(results).text());
      }
    }
    System.exit(0);
  }

  private void startUps(int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (int cores = 1; cores <= Math.min(2, Machine.cores()); cores++) {
        for (Candidate candidate : candidates) {
          if (candidate.keeps() == 1 || candidate.jar().isEmpty() || !candidate.isOtlp()) {
            try (Service service = Service.start(candidate, setup, cores, List.of())) {
              results.single(candidate, "start" + cores, service.startSeconds());
              results.single(candidate, "startCpu" + cores, service.startCpuSeconds());
            }
          }
        }
      }
    }
  }

  /** How many requests of a kind that allocates much are answered on a heap of this size. */
  private void sweep(String heap) {
    long millis = (long) (Double.parseDouble(System.getProperty("seconds")) * 3_000);
    Service.Setup small =
        new Service.Setup(setup.jdk(), setup.jar(), setup.folder(), setup.kafka(), heap);
    for (Candidate candidate : candidates) {
      if (candidate.keeps() == 1 || candidate.jar().isEmpty()) {
        try (Service service = Service.start(candidate, small, 1, List.of())) {
          warm(service, new EnumMap<>(Kind.class));
          results.single(
              candidate, "heap" + heap, service.closedLoop(load, Kind.MIXED, millis).rate());
        } catch (IllegalStateException exhausted) {
          say(candidate.name() + " does not live in " + heap + ": " + exhausted.getMessage());
        }
      }
    }
  }

  /** One set of JVMs. */
  private void measure(int rounds, int fork) {
    List<Service> services = new ArrayList<>();
    try {
      Map<Kind, Double> rates = new EnumMap<>(Kind.class);
      for (Candidate candidate : candidates) {
        Service service = Service.start(candidate, setup, 1, List.of());
        services.add(service);
        warm(service, rates);
        say(candidate.name() + " is warm");
      }
      idle(services);
      turns(services, rounds, fork * rounds);
      paced(services, rates);
      for (Service service : services) {
        service.footprint().forEach((name, v) -> results.single(service.candidate, name, v));
      }
      for (Service service : services) {
        service.end();
        arrived(service);
      }
    } finally {
      services.forEach(Service::close);
    }
  }

  /**
   * Until the JIT compiler is quiet, or the service has had its seconds of CPU: of CPU, so that a
   * busy machine does not end it early. The first service says what rate is due.
   */
  private void warm(Service service, Map<Kind, Double> rates) {
    long enough = Long.getLong("warm") * 1_000_000_000L;
    long begun = sum(service.cpu());
    boolean quiet = false;
    while (!quiet && sum(service.cpu()) - begun < enough) {
      Map<Group, Long> before = service.cpu();
      for (Kind kind : Kind.values()) {
        double rate = service.closedLoop(load, kind, 400).rate();
        if (service.candidate.jar().isEmpty()) {
          rates.put(kind, rate * 0.35);
        }
      }
      Map<Group, Long> after = service.cpu();
      long compiled = after.get(Group.JIT) - before.get(Group.JIT);
      quiet = compiled < QUIET_JIT * (sum(after) - sum(before));
    }
  }

  private static long sum(Map<Group, Long> nanos) {
    return nanos.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * @param nanos {@link System#nanoTime} of the begin
   */
  private record Begun(
      Kind kind, int round, Load.Result load, Service.Usage usage, long spans, long nanos) {}

  private void turns(List<Service> services, int rounds, int firstRound) {
    long millis = (long) (Double.parseDouble(System.getProperty("seconds")) * 1_000);
    Map<Service, Begun> begun = new HashMap<>();
    Map<Service, Long> ended = new HashMap<>();
    settle(settledNanos);
    for (int round = firstRound; round < firstRound + rounds; round++) {
      List<Service> order = new ArrayList<>(services);
      // Who comes after whom is not always the same.
      Collections.rotate(order, round);
      for (Kind kind : Kind.values()) {
        for (Service service : order) {
          settle(ended.getOrDefault(service, 0L) + settledNanos - System.nanoTime());
          Service.Usage usage = service.usage();
          long now = System.nanoTime();
          long spans = collector.of(service.candidate).spans();
          finish(service, begun.remove(service), usage, spans, now);
          Load.Result result = service.closedLoop(load, kind, millis);
          begun.put(service, new Begun(kind, round, result, usage, spans, now));
          ended.put(service, System.nanoTime());
        }
      }
      say("round " + (round + 1));
    }
    settle(settledNanos);
    for (Service service : services) {
      Service.Usage usage = service.usage();
      long now = System.nanoTime();
      finish(service, begun.remove(service), usage, collector.of(service.candidate).spans(), now);
    }
  }

  private void finish(Service service, Begun turn, Service.Usage now, long spans, long nowNanos) {
    if (turn == null) {
      return;
    }
    long requests = turn.load().requests();
    double seconds = (nowNanos - turn.nanos()) / 1e9;
    Idle idle = idles.get(service);
    Map<Group, Double> cpu = new EnumMap<>(Group.class);
    now.cpu()
        .forEach(
            (group, nanos) -> {
              double used = nanos - turn.usage().cpu().get(group);
              cpu.put(group, (used - idle.nanos().get(group) * seconds) / 1e3 / requests);
            });
    double bytes = now.allocated() - turn.usage().allocated() - idle.bytes() * seconds;
    results.turns.add(
        new Results.Turn(
            service.candidate.name(),
            turn.round(),
            turn.kind(),
            requests,
            turn.load().rate(),
            turn.load().millis(50),
            turn.load().millis(99),
            cpu,
            bytes / requests,
            (double) (spans - turn.spans()) / (requests * turn.kind().spans)));
  }

  private void paced(List<Service> services, Map<Kind, Double> rates) {
    long millis = (long) (Double.parseDouble(System.getProperty("seconds")) * 2_000);
    for (Kind kind : Kind.values()) {
      for (Service service : services) {
        double rate = rates.getOrDefault(kind, 100.0);
        Load.Result result = service.fixedRate(load, kind, millis, rate);
        results.paced.add(
            new Results.Paced(
                service.candidate.name(), kind, rate, result.millis(50), result.millis(99)));
      }
    }
  }

  /** What a service takes in a second while nothing is asked of it. */
  private record Idle(Map<Group, Double> nanos, double bytes) {}

  /**
   * All at once: what each does while nothing happens. It is subtracted from what the turns took,
   * in which each waits for the others: else it would count the more, the fewer requests one
   * answers.
   */
  private void idle(List<Service> services) {
    settle(settledNanos);
    Map<Service, Service.Usage> before = new HashMap<>();
    services.forEach(service -> before.put(service, service.usage()));
    long begin = System.nanoTime();
    settle(Long.getLong("idle") * 1_000_000_000L);
    double seconds = (System.nanoTime() - begin) / 1e9;
    for (Service service : services) {
      Service.Usage now = service.usage();
      Service.Usage then = before.get(service);
      Map<Group, Double> nanos = new EnumMap<>(Group.class);
      now.cpu().forEach((group, n) -> nanos.put(group, (n - then.cpu().get(group)) / seconds));
      idles.put(service, new Idle(nanos, (now.allocated() - then.allocated()) / seconds));
      results.single(service.candidate, "idle", nanos.get(Group.AGENT) / 1e6);
    }
  }

  /** After the end of the service, when everything has been sent. */
  private void arrived(Service service) {
    Collector.Counts counts = collector.of(service.candidate);
    if (service.candidate.isOtlp() && service.candidate.keeps() > 0) {
      results.single(
          service.candidate, "metrics", (double) counts.requests() / service.serverSpans());
      results.single(service.candidate, "points", counts.points());
      if (counts.spans() == 0 || counts.requests() == 0) {
        throw new IllegalStateException(service.candidate.name() + " sent nothing");
      }
      results.single(service.candidate, "spans", counts.spans());
    }
  }

  private static void settle(long nanos) {
    if (nanos > 0) {
      try {
        Thread.sleep(nanos / 1_000_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static void say(String what) {
    System.err.println("comparison: " + what);
  }
}
