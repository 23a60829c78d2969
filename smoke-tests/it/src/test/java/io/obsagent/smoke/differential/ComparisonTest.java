package io.obsagent.smoke.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private final SpanView root = span(null, "/pay", Map.of("name", "POST /pay"));

  private static SpanView span(SpanView parent, String identity, Map<String, String> facts) {
    int depth = parent == null ? 0 : parent.depth() + 1;
    return new SpanView(parent, depth, "shop", "CLIENT", "db", identity, new TreeMap<>(facts));
  }

  private static List<String> texts(List<Difference> differences) {
    return differences.stream().map(Difference::text).toList();
  }

  @Test
  void whatIsTheSameIsNoDifference() {
    SpanView theirs = span(root, "SELECT 1", Map.of("name", "SELECT"));
    SpanView ours = span(root, "SELECT 1", Map.of("name", "SELECT"));

    assertThat(Comparison.of("step", List.of(root, theirs), List.of(root, ours))).isEmpty();
  }

  @Test
  void factsAndSpansAndParentsAreCompared() {
    SpanView theirs =
        span(root, "SELECT 1", Map.of("name", "old", "attribute x", "1", "attribute same", "s"));
    SpanView alone = span(root, "SELECT 2", Map.of("name", "SELECT 2"));
    SpanView ours =
        span(null, "SELECT 1", Map.of("name", "new", "attribute y", "2", "attribute same", "s"));

    assertThat(texts(Comparison.of("step", List.of(root, theirs, alone), List.of(root, ours))))
        .containsExactly(
            "shop CLIENT db | parent | POST /pay | -",
            "shop CLIENT db | attribute x | 1 | -",
            "shop CLIENT db | attribute y | - | 2",
            "shop CLIENT db | name | old | new",
            "shop CLIENT db | span | SELECT 2 | -");
  }

  @Test
  void theStatementCountsMoreThanTheOrder() {
    SpanView first = span(root, "SELECT 1", Map.of("name", "a"));
    SpanView second = span(root, "SELECT 2", Map.of("name", "b"));

    assertThat(Comparison.of("step", List.of(root, first, second), List.of(root, second, first)))
        .isEmpty();
  }

  @Test
  void anUnknownDifferenceAnIdleExplanationAndAMissingRowAreFaults() {
    Difference known = new Difference("step", "shop CLIENT db", "attribute x", "1 (a)", "-");
    Difference unknown = new Difference("step", "shop CLIENT db", "attribute y", "1", "-");
    Explanations explanations =
        new Explanations(
            List.of(
                "# a comment",
                "## names",
                "shop * db | attribute x | 1 (*) | -",
                "",
                "## gone",
                "shop SERVER * | attribute x | 1 | -"));

    assertThat(explanations.rowOf(known)).isEqualTo("names");
    assertThat(explanations.faults(List.of(known, unknown), Set.of("names")))
        .containsExactly(
            "not explained: step: shop CLIENT db | attribute y | 1 | -",
            "explains nothing: shop SERVER * | attribute x | 1 | - (gone)",
            "no such row in docs/differences.md: gone");
  }
}
