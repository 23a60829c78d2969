package io.obsagent.benchmarks.comparison;

import io.obsagent.benchmarks.comparison.Results.Turn;
import io.obsagent.benchmarks.comparison.ThreadTimes.Group;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The results as Markdown. */
final class Report {
  private static final List<String> FOOTPRINT =
      List.of("rss", "committed", "metaspace", "classes", "threads", "javaThreads", "idle");

  private final Results results;
  private final double seconds;
  private final StringBuilder out = new StringBuilder();

  Report(Results results, double seconds) {
    this.results = results;
    this.seconds = seconds;
  }

  String text() {
    conditions();
    budgets();
    perKind("Allocated bytes per request, overhead", Turn::bytes, "%.0f");
    perKind("CPU µs per request without the JIT, overhead", Turn::cpu, "%.1f");
    groups();
    latencies();
    footprints();
    arrivals();
    sweep();
    line("![bytes allocated and CPU time per request](performance.svg)");
    return out.toString();
  }

  private void conditions() {
    Map<Object, Object> settings = new TreeMap<>();
    for (String name : List.of("agents", "rounds", "forks", "seconds", "starts", "idle", "heap")) {
      settings.put(name, System.getProperty(name));
    }
    line("");
    line(
        "%s, %s, JDK %s, service %s. Settings: %s. Took %.0f s.",
        LocalDate.now(),
        Machine.description(),
        System.getProperty("java.runtime.version"),
        Machine.pins() ? "pinned to one core" : "not pinned (no taskset)",
        settings,
        seconds);
    line("Median (least … greatest). Overhead: agent minus no agent in the same round.");
    line("");
  }

  private void budgets() {
    line("| budget | obs-agent | OpenTelemetry 2.33.1 | ours must be | |");
    line("|---|---|---|---|---|");
    for (Budgets.Line each : Budgets.judge(results)) {
      line(
          "| %s | %s | %s | %s | %s |",
          each.what(), each.ours(), each.other(), each.budget(), each.verdict());
    }
    line("");
  }

  private void perKind(String title, ToDoubleFunction<Turn> value, String format) {
    header(title);
    for (Candidate candidate : results.candidates) {
      StringBuilder row = new StringBuilder("| " + candidate.title());
      for (Kind kind : Kind.values()) {
        Numbers numbers =
            candidate.name().equals(Candidate.NONE)
                ? results.turns(Candidate.NONE, kind, value)
                : new Numbers(results.overheads(candidate.name(), kind, value));
        row.append(" | ").append(numbers.spread(format));
      }
      line("%s |", row);
    }
    line("");
  }

  private void header(String title) {
    line("**%s** (first line: what the service itself takes)", title);
    line("");
    line("| | plain | db | call | send | mixed |");
    line("|---|---|---|---|---|---|");
  }

  private void groups() {
    line("**CPU µs per request by threads, medians: application / agent / GC / JIT**");
    line("");
    line("| | plain | db | call | send | mixed |");
    line("|---|---|---|---|---|---|");
    for (Candidate candidate : results.candidates) {
      StringBuilder row = new StringBuilder("| " + candidate.title());
      for (Kind kind : Kind.values()) {
        String separator = " | ";
        for (Group group : Group.values()) {
          Numbers numbers =
              results.turns(candidate.name(), kind, turn -> turn.cpuMicros().get(group));
          row.append(separator)
              .append(
                  numbers.isEmpty() ? "–" : String.format(Locale.ROOT, "%.1f", numbers.median()));
          separator = " / ";
        }
      }
      line("%s |", row);
    }
    line("");
  }

  private void latencies() {
    line(
        "**Latency ms, p50 / p99: closed loop of 4 connections (requests a second); and at a rate"
            + " that is the same for all**");
    line("");
    line("| | plain | db | call | send | mixed |");
    line("|---|---|---|---|---|---|");
    for (Candidate candidate : results.candidates) {
      StringBuilder row = new StringBuilder("| " + candidate.title());
      for (Kind kind : Kind.values()) {
        row.append(
            String.format(
                Locale.ROOT,
                " | %.2f / %.2f (%.0f/s)",
                results.turns(candidate.name(), kind, Turn::p50).median(),
                results.turns(candidate.name(), kind, Turn::p99).median(),
                results.turns(candidate.name(), kind, Turn::rate).median()));
        results.paced.stream()
            .filter(each -> each.candidate().equals(candidate.name()) && each.kind() == kind)
            .reduce((first, last) -> last)
            .ifPresent(
                each ->
                    row.append(
                        String.format(
                            Locale.ROOT,
                            "; %.2f / %.2f at %.0f/s",
                            each.p50(),
                            each.p99(),
                            each.rate())));
      }
      line("%s |", row);
    }
    line("");
  }

  private void footprints() {
    line("**Start-up, and what is taken up after the load** (absolute)");
    line("");
    line(
        "| | start 1 core, s (CPU) | start 2 cores, s (CPU) | resident MiB | NMT committed MiB |"
            + " metaspace MiB | classes | threads | Java threads | idle ms/s |");
    line("|---|---|---|---|---|---|---|---|---|---|");
    for (Candidate candidate : results.candidates) {
      StringBuilder row = new StringBuilder("| " + candidate.title());
      for (int cores = 1; cores <= 2; cores++) {
        row.append(" | ")
            .append(results.singles(candidate.name(), "start" + cores).middle("%.2f"))
            .append(" (")
            .append(results.singles(candidate.name(), "startCpu" + cores).middle("%.2f"))
            .append(')');
      }
      for (String what : FOOTPRINT) {
        double value = results.singles(candidate.name(), what).median();
        row.append(
            String.format(
                Locale.ROOT,
                what.equals("idle") ? " | %.2f" : value < 100 ? " | %.1f" : " | %.0f",
                value));
      }
      line("%s |", row);
    }
    line("");
  }

  private void arrivals() {
    line("**What arrived**, of all spans that the requests should have left");
    line("");
    line("| | worst turn | median turn | requests counted by metrics | metric points |");
    line("|---|---|---|---|---|");
    for (Candidate candidate : results.candidates) {
      if (candidate.isOtlp() && candidate.keeps() > 0) {
        Numbers shares =
            new Numbers(
                results.turns.stream()
                    .filter(turn -> turn.candidate().equals(candidate.name()))
                    .map(Turn::spansArrived)
                    .toList());
        line(
            "| %s | %.2f %% | %.2f %% | %.2f %% | %.0f |",
            candidate.title(),
            shares.least() * 100,
            shares.median() * 100,
            results.singles(candidate.name(), "metrics").median() * 100,
            results.singles(candidate.name(), "points").median());
      }
    }
    line("");
  }

  private void sweep() {
    List<String> heaps =
        Arrays.stream(System.getProperty("heaps", "").split(","))
            .map(String::trim)
            .filter(heap -> !heap.isEmpty())
            .toList();
    if (heaps.isEmpty()) {
      return;
    }
    line("**Mixed requests a second in closed loop, by the size of the heap** (– does not live)");
    line("");
    line("| | %s |", String.join(" | ", heaps));
    line("|---%s|", "|---".repeat(heaps.size()));
    for (Candidate candidate : results.candidates) {
      StringBuilder row = new StringBuilder("| " + candidate.title());
      for (String heap : heaps) {
        row.append(" | ").append(results.singles(candidate.name(), "heap" + heap).spread("%.0f"));
      }
      line("%s |", row);
    }
    line("");
  }

  private void line(String format, Object... values) {
    out.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
