package io.obsagent.engine.signals;

import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many traces each sampling policy decided how, since the start. */
final class Decisions {
  private Decisions() {}

  /** By policy, then by decision; empty without tail sampling. */
  static Map<String, Map<String, Long>> of(List<MetricReading> readings) {
    for (MetricReading reading : readings) {
      if (reading.instrument().name().equals(GoldenSignals.DECISIONS)) {
        return of(reading);
      }
    }
    return Collections.emptyMap();
  }

  private static Map<String, Map<String, Long>> of(MetricReading reading) {
    Instrument instrument = reading.instrument();
    Map<String, Map<String, Long>> decisions = new TreeMap<>();
    for (Point point : reading.points()) {
      String policy = String.valueOf(Keys.text(instrument, point, "policy"));
      String decision = String.valueOf(Keys.text(instrument, point, "decision"));
      Map<String, Long> counts = decisions.get(policy);
      if (counts == null) {
        counts = new TreeMap<>();
        decisions.put(policy, counts);
      }
      counts.put(decision, point.wholeValue());
    }
    return decisions;
  }
}
