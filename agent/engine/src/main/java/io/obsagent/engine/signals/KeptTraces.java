package io.obsagent.engine.signals;

import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many traces each sampling policy has kept since the start. */
final class KeptTraces {
  /** Those that no policy has kept. */
  static final String NOT_KEPT = "(not kept)";

  private KeptTraces() {}

  /** By policy, {@link #NOT_KEPT} among them; empty without tail sampling. */
  static Map<String, Long> of(List<MetricReading> readings) {
    for (MetricReading reading : readings) {
      if (reading.instrument().name().equals(GoldenSignals.FRAGMENTS)) {
        Map<String, Long> kept = new TreeMap<>();
        for (Point point : reading.points()) {
          String policy = Keys.text(reading.instrument(), point, "policy");
          kept.put(policy == null ? NOT_KEPT : policy, point.wholeValue());
        }
        return kept;
      }
    }
    return Collections.emptyMap();
  }
}
