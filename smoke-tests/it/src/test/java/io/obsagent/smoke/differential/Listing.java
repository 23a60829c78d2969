package io.obsagent.smoke.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Both agents' spans as text, step by step, and below them what differs and which row says why. */
final class Listing {

  private final List<String> lines = new ArrayList<>();

  Listing(
      Recording theirs, Recording ours, List<Difference> differences, Explanations explanations) {
    for (Map.Entry<String, List<SpanView>> step : theirs.steps().entrySet()) {
      lines.add("== " + step.getKey());
      lines.add("-- OpenTelemetry's agent");
      step.getValue().forEach(this::add);
      lines.add("-- obs-agent");
      ours.steps().getOrDefault(step.getKey(), List.of()).forEach(this::add);
      lines.add("-- differences");
      for (Difference each : differences) {
        if (each.step().equals(step.getKey())) {
          lines.add(each.text() + "   <- " + explanations.rowOf(each));
        }
      }
      lines.add("");
    }
  }

  private void add(SpanView span) {
    String indent = "  ".repeat(span.depth());
    lines.add(indent + span.title() + " '" + span.name() + "'");
    span.facts().forEach((fact, value) -> lines.add(indent + "    " + fact + ": " + value));
  }

  List<String> lines() {
    return lines;
  }
}
