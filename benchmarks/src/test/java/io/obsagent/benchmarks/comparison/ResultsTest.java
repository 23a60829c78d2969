package io.obsagent.benchmarks.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.benchmarks.comparison.ThreadTimes.Group;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From measurements to verdicts. */
class ResultsTest {
  private final Results results =
      new Results(
          List.of(candidate(Candidate.NONE), candidate(Candidate.OURS), candidate(Candidate.OTEL)));

  private static Candidate candidate(String name) {
    return new Candidate(name, name, Optional.empty(), List.of(), Pattern.compile("agent.*"), 1);
  }

  private void turn(String candidate, int round, Kind kind, double cpu, double bytes) {
    Map<Group, Double> micros =
        Map.of(Group.APPLICATION, cpu, Group.AGENT, 0.0, Group.GC, 0.0, Group.JIT, 1_000.0);
    results.turns.add(new Results.Turn(candidate, round, kind, 100, 10, 1, 2, micros, bytes, 1.0));
  }

  @Test
  void overheadIsAgentMinusNoneOfTheSameRoundWithoutTheJit() {
    for (int round = 0; round < 3; round++) {
      for (Kind kind : Kind.values()) {
        turn(Candidate.NONE, round, kind, 100 + round, 1_000 * round);
        turn(Candidate.OURS, round, kind, 110 + round, 1_000 * round + 500);
        turn(Candidate.OTEL, round, kind, 140 + round, 1_000 * round + 4_000);
      }
    }

    assertThat(results.overheads(Candidate.OURS, Kind.DB, Results.Turn::bytes))
        .containsExactly(500.0, 500.0, 500.0);
    assertThat(results.cpuRatio(Candidate.OURS).median()).isCloseTo(0.25, within(1e-9));
    List<Budgets.Line> lines = Budgets.judge(results);
    assertThat(lines.get(0).verdict()).isEqualTo("**met**");
    assertThat(lines)
        .filteredOn(line -> line.what().startsWith("CPU/request, all exported"))
        .singleElement()
        .extracting(Budgets.Line::verdict)
        .isEqualTo("**met**");
    assertThat(lines)
        .filteredOn(line -> line.what().startsWith("CPU/request, tail"))
        .singleElement()
        .extracting(Budgets.Line::verdict)
        .isEqualTo("not measured");
  }

  @Test
  void theIntervalIsWideForFewMeasurements() {
    assertThat(new Numbers(List.of(1.0)).upper()).isInfinite();
    // Mean 2, deviation 1, t of two degrees of freedom: 2 + 4.303 / sqrt(3).
    assertThat(new Numbers(List.of(1.0, 2.0, 3.0)).upper()).isCloseTo(4.484, within(0.001));
    assertThat(new Numbers(List.of(3.0, 1.0, 2.0, 10.0)).median()).isEqualTo(2.5);
  }

  @Test
  void onlyThePartOfThePageIsReplaced(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("page.md");
    Files.writeString(file, "a\n<!-- generated: x -->\nold\n<!-- end of x -->\nb\n");
    Page.at(file).replace("x", "new\n");
    assertThat(file).hasContent("a\n<!-- generated: x -->\nnew\n<!-- end of x -->\nb\n");
  }

  @Test
  void generatedClassesLoad(@TempDir Path folder) throws Exception {
    Path jar = BulkClasses.write(folder.resolve("bulk.jar"), 25);
    try (java.net.URLClassLoader loader =
        new java.net.URLClassLoader(new java.net.URL[] {jar.toUri().toURL()})) {
      Class<?> one = loader.loadClass(BulkClasses.PACKAGE + "p0.OrderLine13");
      assertThat(one.getDeclaredConstructor().newInstance()).isNotNull();
      assertThat(one.getSuperclass().getSimpleName()).isEqualTo("OrderLine10");
    }
  }
}
