package io.obsagent.benchmarks.comparison;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of {@code budgets.md} about whole services, each judged. */
final class Budgets {

  /** {@code met} is null where nothing was measured that could be judged. */
  record Line(String what, String ours, String other, String budget, Boolean met) {
    String verdict() {
      return met == null ? "not measured" : met ? "**met**" : "**not met**";
    }
  }

  private final Results results;
  private final List<Line> lines = new ArrayList<>();

  private Budgets(Results results) {
    this.results = results;
  }

  static List<Line> judge(Results results) {
    Budgets budgets = new Budgets(results);
    for (Kind kind : Kind.values()) {
      budgets.allocation(kind);
    }
    budgets.allocationAtOnePercent();
    budgets.cpu(Candidate.OURS, "all exported", 0.33);
    budgets.cpu("tail5", "tail sampling keeps 5 %", 0.2);
    budgets.cpu("head1", "head sampling 1 %", 0.1);
    budgets.startUp(2);
    budgets.startUp(1);
    budgets.atMost("resident memory after load, MiB", "rss", 26, "%+.1f");
    budgets.atMost("metaspace, MiB", "metaspace", 7, "%+.1f");
    budgets.atMost("loaded classes", "classes", 1_300, "%+.0f");
    budgets.idle();
    budgets.jar();
    budgets.arrived();
    return budgets.lines;
  }

  private void allocation(Kind kind) {
    Numbers ours = bytes(Candidate.OURS, kind);
    add(
        "allocated bytes/request, " + kind.label() + ": " + kind.title,
        ours.spread("%.0f"),
        bytes(Candidate.OTEL, kind).spread("%.0f"),
        String.format(Locale.ROOT, "≤ %d", kind.budgetBytes),
        ours.isEmpty() ? null : ours.median() <= kind.budgetBytes);
  }

  private Numbers bytes(String candidate, Kind kind) {
    return new Numbers(results.overheads(candidate, kind, Results.Turn::bytes));
  }

  private void allocationAtOnePercent() {
    double ours = 0;
    double other = 0;
    for (Kind kind : Kind.values()) {
      ours += bytes("head1", kind).median();
      other += bytes(Candidate.OTEL, kind).median();
    }
    double ratio = ours / other;
    add(
        "the same at 1 % head sampling, sum of all kinds",
        text("%.3f of OpenTelemetry's 100 %%", ratio),
        "1",
        "≤ 0.1",
        Double.isNaN(ratio) ? null : ratio <= 0.1);
  }

  private void cpu(String candidate, String mode, double budget) {
    Numbers ratio = results.cpuRatio(candidate);
    add(
        "CPU/request, " + mode + " (db + call + send + mixed)",
        ratio.isEmpty()
            ? "–"
            : ratio.spread("%.2f") + text(", 95 %% interval up to %.2f", ratio.upper()),
        "1",
        "≤ " + budget + " (upper end)",
        ratio.isEmpty() ? null : ratio.upper() <= budget);
  }

  private void startUp(int cores) {
    String what = "start" + cores;
    Numbers ours = results.overhead(Candidate.OURS, what);
    Numbers other = results.overhead(Candidate.OTEL, what);
    double ratio = ours.median() / other.median();
    add(
        "start-up to first 200, " + cores + (cores == 1 ? " core, s" : " cores, s"),
        ours.spread("%+.2f") + (Double.isNaN(ratio) ? "" : text(", ratio %.2f", ratio)),
        other.spread("%+.2f"),
        "≤ 0.10 of OpenTelemetry's",
        Double.isNaN(ratio) ? null : ratio <= 0.10);
  }

  private void atMost(String title, String what, double budget, String format) {
    Numbers ours = results.overhead(Candidate.OURS, what);
    add(
        title,
        ours.spread(format),
        results.overhead(Candidate.OTEL, what).spread(format),
        text("≤ +%.0f", budget),
        ours.isEmpty() ? null : ours.median() <= budget);
  }

  private void idle() {
    Numbers ours = results.singles(Candidate.OURS, "idle");
    add(
        "idle CPU of the agent's own threads, ms/s",
        ours.spread("%.2f"),
        results.singles(Candidate.OTEL, "idle").spread("%.2f"),
        "≤ 0.5",
        ours.isEmpty() ? null : ours.median() <= 0.5);
  }

  private void jar() {
    double ours = megabytes(Candidate.OURS);
    add(
        "JAR, MB",
        text("%.1f", ours),
        text("%.1f", megabytes(Candidate.OTEL)),
        "≤ 6",
        Double.isNaN(ours) ? null : ours <= 6);
  }

  private double megabytes(String name) {
    return results.candidates.stream()
        .filter(candidate -> candidate.name().equals(name))
        .flatMap(candidate -> candidate.jar().stream())
        .mapToDouble(
            jar -> {
              try {
                return Files.size(jar) / 1e6;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .findFirst()
        .orElse(Double.NaN);
  }

  private void arrived() {
    double worst = worst(Candidate.OURS);
    add(
        "spans that reached the sink, worst turn at full closed-loop load",
        percent(worst),
        percent(worst(Candidate.OTEL)),
        "100 %",
        Double.isNaN(worst) || settlesTooSoon() ? null : worst >= 1);
    double counted = results.singles(Candidate.OURS, "metrics").median();
    add(
        "requests that the exported metrics count",
        percent(counted),
        percent(results.singles(Candidate.OTEL, "metrics").median()),
        "100 %",
        Double.isNaN(counted) ? null : counted == 1);
  }

  /** Less than an exporter waits for more: what a turn has left arrives in a later one. */
  private static boolean settlesTooSoon() {
    return Double.parseDouble(System.getProperty("settle", "6.5")) < 6;
  }

  private double worst(String candidate) {
    return results.turns.stream()
        .filter(turn -> turn.candidate().equals(candidate))
        .mapToDouble(Results.Turn::spansArrived)
        .min()
        .orElse(Double.NaN);
  }

  private void add(String what, String ours, String other, String budget, Boolean met) {
    lines.add(new Line(what, ours, other, budget, met));
  }

  private static String percent(double share) {
    return text("%.2f %%", share * 100);
  }

  private static String text(String format, Object... values) {
    if (values[0] instanceof Double value && value.isNaN()) {
      return "–";
    }
    return String.format(Locale.ROOT, format, values);
  }
}
