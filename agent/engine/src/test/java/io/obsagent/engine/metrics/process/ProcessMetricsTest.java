package io.obsagent.engine.metrics.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Point;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessMetricsTest {
  private final Metrics metrics = Metrics.of(Metrics.DEFAULT_SERIES_LIMIT, false);

  private Map<String, MetricReading> read() {
    Map<String, MetricReading> readings = new TreeMap<>();
    metrics.collect().forEach(reading -> readings.put(reading.instrument().name(), reading));
    return readings;
  }

  /** semantics.md, section 7. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void everythingTheContractNamesIsThere() {
    ProcessMetrics.register(metrics, true);
    System.gc();
    await().until(() -> read().containsKey("jvm.gc.duration"));

    Map<String, MetricReading> readings = read();
    Map<String, String> units = new TreeMap<>();
    readings.forEach((name, reading) -> units.put(name, reading.instrument().unit()));
    assertThat(units)
        .containsAllEntriesOf(
            Map.ofEntries(
                Map.entry("jvm.memory.used", "By"),
                Map.entry("jvm.memory.committed", "By"),
                Map.entry("jvm.memory.limit", "By"),
                Map.entry("jvm.memory.used_after_last_gc", "By"),
                Map.entry("jvm.gc.duration", "s"),
                Map.entry("jvm.thread.count", "{thread}"),
                Map.entry("jvm.class.loaded", "{class}"),
                Map.entry("jvm.class.unloaded", "{class}"),
                Map.entry("jvm.class.count", "{class}"),
                Map.entry("jvm.cpu.time", "s"),
                Map.entry("jvm.cpu.count", "{cpu}"),
                Map.entry("jvm.cpu.recent_utilization", "1"),
                Map.entry("jvm.file_descriptor.count", "{file_descriptor}"),
                Map.entry("jvm.file_descriptor.limit", "{file_descriptor}"),
                Map.entry("process.memory.usage", "By"),
                Map.entry("process.uptime", "s")));
    for (MetricReading reading : readings.values()) {
      for (Point point : reading.points()) {
        assertThat(point.value()).as(reading.instrument().name()).isNotNegative();
      }
    }
    assertThat(readings.get("jvm.memory.used").points())
        .anySatisfy(
            point -> {
              assertThat(point.value(0)).isEqualTo("heap");
              assertThat((String) point.value(1)).isNotEmpty();
              assertThat(point.wholeValue()).isPositive();
            })
        .anySatisfy(point -> assertThat(point.value(0)).isEqualTo("non_heap"));
    assertThat(readings.get("jvm.thread.count").points())
        .extracting(point -> point.value(0))
        .containsExactlyInAnyOrder(true, false);
    assertThat(readings.get("jvm.cpu.time").instrument().kind()).isEqualTo(Instrument.Kind.COUNTER);
    assertThat(readings.get("process.memory.usage").points().get(0).wholeValue())
        .isGreaterThan(10 << 20);
  }

  @Test
  void theAgentTellsOfItself() {
    AgentHealth.count("dropped.test_reason", 3);
    AgentHealth.count("some_test_fault", 2);
    ProcessMetrics.register(metrics, false);

    Map<String, MetricReading> readings = read();
    assertThat(readings).doesNotContainKey("jvm.memory.used");
    assertThat(readings.get("obs.spans.dropped").points())
        .anySatisfy(
            point -> {
              assertThat(point.value(0)).isEqualTo("test_reason");
              assertThat(point.wholeValue()).isEqualTo(3);
            });
    assertThat(readings.get("obs.agent.events").points())
        .anySatisfy(
            point -> {
              assertThat(point.value(0)).isEqualTo("some_test_fault");
              assertThat(point.wholeValue()).isEqualTo(2);
            })
        .noneSatisfy(point -> assertThat((String) point.value(0)).startsWith("dropped."));
    assertThat(readings).containsKeys("obs.export.sent", "obs.metrics.series");
  }
}
