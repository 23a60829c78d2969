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
 * the service's next one: what an agent does later is its cost too.
 *
 * <p>Settings are system properties: {@code agents}, {@code rounds}, {@code seconds} (of load in a
 * turn), {@code warm} (seconds at most, per service), {@code starts}, {@code idle} (seconds),
 * {@code forks} (how often all of it, with new JVMs), {@code heap}.
 */
public final class ComparisonMain {
  private static final long SETTLED_NANOS = 6_500_000_000L;
  private static final double QUIET_JIT = 0.03;

  private final List<Candidate> candidates;
  private final Service.Setup setup;
  private final Collector collector;
  private final Results results;
  private final Load load = new Load();

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
      turns(services, rounds, fork * rounds);
      paced(services, rates);
      idle(services);
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
   * Until the JIT compiler is quiet, or the time is up. The first service says what rate is due.
   */
  private void warm(Service service, Map<Kind, Double> rates) {
    long end = System.nanoTime() + Long.getLong("warm") * 1_000_000_000L;
    boolean quiet = false;
    while (!quiet && System.nanoTime() < end) {
      long jit = service.cpu().get(Group.JIT);
      long begin = System.nanoTime();
      for (Kind kind : Kind.values()) {
        double rate = service.closedLoop(load, kind, 400).rate();
        if (service.candidate.jar().isEmpty()) {
          rates.put(kind, rate * 0.35);
        }
      }
      long compiled = service.cpu().get(Group.JIT) - jit;
      quiet = compiled < QUIET_JIT * (System.nanoTime() - begin);
    }
  }

  private record Begun(Kind kind, int round, Load.Result load, Service.Usage usage, long spans) {}

  private void turns(List<Service> services, int rounds, int firstRound) {
    long millis = (long) (Double.parseDouble(System.getProperty("seconds")) * 1_000);
    Map<Service, Begun> begun = new HashMap<>();
    Map<Service, Long> ended = new HashMap<>();
    settle(SETTLED_NANOS);
    for (int round = firstRound; round < firstRound + rounds; round++) {
      List<Service> order = new ArrayList<>(services);
      // Who comes after whom is not always the same.
      Collections.rotate(order, round);
      for (Kind kind : Kind.values()) {
        for (Service service : order) {
          settle(ended.getOrDefault(service, 0L) + SETTLED_NANOS - System.nanoTime());
          Service.Usage usage = service.usage();
          long spans = collector.of(service.candidate).spans();
          finish(service, begun.remove(service), usage, spans);
          Load.Result result = service.closedLoop(load, kind, millis);
          begun.put(service, new Begun(kind, round, result, usage, spans));
          ended.put(service, System.nanoTime());
        }
      }
      say("round " + (round + 1));
    }
    settle(SETTLED_NANOS);
    for (Service service : services) {
      Service.Usage usage = service.usage();
      finish(service, begun.remove(service), usage, collector.of(service.candidate).spans());
    }
  }

  private void finish(Service service, Begun turn, Service.Usage now, long spans) {
    if (turn == null) {
      return;
    }
    long requests = turn.load().requests();
    Map<Group, Double> cpu = new EnumMap<>(Group.class);
    now.cpu()
        .forEach(
            (group, nanos) ->
                cpu.put(group, (nanos - turn.usage().cpu().get(group)) / 1e3 / requests));
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
            (double) (now.allocated() - turn.usage().allocated()) / requests,
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

  /** All at once: what each agent's own threads do while nothing happens. */
  private void idle(List<Service> services) {
    long seconds = Long.getLong("idle");
    settle(SETTLED_NANOS);
    Map<Service, Long> before = new HashMap<>();
    services.forEach(service -> before.put(service, service.cpu().get(Group.AGENT)));
    settle(seconds * 1_000_000_000L);
    for (Service service : services) {
      long nanos = service.cpu().get(Group.AGENT) - before.get(service);
      results.single(service.candidate, "idle", nanos / 1e6 / seconds);
    }
  }

  /** After the end of the service, when everything has been sent. */
  private void arrived(Service service) {
    Collector.Counts counts = collector.of(service.candidate);
    if (service.candidate.isOtlp() && service.candidate.keeps() > 0) {
      results.single(
          service.candidate, "metrics", (double) counts.requests() / service.serverSpans());
      results.single(service.candidate, "points", counts.points());
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
