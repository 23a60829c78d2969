package io.obsagent.engine.signals;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchesTest {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");
  private static final long MIB = 1 << 20;

  private final Metrics metrics = Metrics.of(100, false);
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private long bytes;
  private double share;
  private long seconds;

  @BeforeEach
  void measure() {
    AgentLog.redirect(new PrintStream(said, true, StandardCharsets.UTF_8));
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER,
        SCOPE,
        "process.memory.usage",
        "By",
        "",
        to -> to.set(bytes));
    metrics.observe(
        Instrument.Kind.GAUGE, SCOPE, "jvm.cpu.recent_utilization", "1", "", to -> to.set(share));
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER,
        SCOPE,
        "pool.connections",
        "{connection}",
        "",
        to -> {
          to.set(4, "used");
          to.set(6, "idle");
        },
        AttributeKey.string("state"));
    metrics.observe(
        Instrument.Kind.GAUGE,
        SCOPE,
        "lag",
        "{message}",
        "",
        to -> {
          to.set(1, "a");
          to.set(9, "b");
        },
        AttributeKey.string("topic"));
    metrics.histogram(SCOPE, "calls", "", Buckets.HTTP).record(1, false, null);
  }

  @AfterEach
  void restore() {
    AgentLog.redirect(System.err);
  }

  private void look(Watches watches) {
    seconds += 10;
    watches.look(TimeUnit.SECONDS.toNanos(seconds));
  }

  private List<String> said() {
    List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
    said.reset();
    return lines;
  }

  @Test
  void saysOnceThatItIsCrossedAndOnceThatItIsOver() {
    Watches watches = Watches.of(List.of("process_resident_memory>512MiB"), metrics);
    bytes = 512 * MIB;
    look(watches);
    assertThat(said()).isEmpty();

    bytes = 530 * MIB;
    look(watches);
    look(watches);
    assertThat(said())
        .containsExactly(
            "[obs-agent] WARN process_resident_memory>512MiB is crossed: it is 530.0MiB");

    // Below, but not by a twentieth.
    bytes = 500 * MIB;
    look(watches);
    bytes = 520 * MIB;
    look(watches);
    assertThat(said()).isEmpty();

    bytes = 480 * MIB;
    look(watches);
    look(watches);
    assertThat(said())
        .containsExactly(
            "[obs-agent] WARN process_resident_memory>512MiB is over: it is 480.0MiB, after 40s");

    bytes = 600 * MIB;
    look(watches);
    assertThat(said()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "process.memory.usage>1KiB, 2048",
    "process_memory_usage_bytes>1kB, 1001",
    "process_resident_memory_bytes>=1024, 1024",
    "process_memory_usage > 1 B, 2",
    "process.memory.usage<1GiB, 5",
    "process.memory.usage<=5B, 5",
  })
  void understandsNamesUnitsAndComparisons(String watch, long value) {
    bytes = value;
    look(Watches.of(List.of(watch), metrics));
    assertThat(said()).singleElement().asString().contains("WARN " + watch + " is crossed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jvm.cpu.recent_utilization>90%",
        "jvm.cpu.recent_utilization>0.9",
        "jvm_cpu_recent_utilization_ratio>0.9",
        // A sum's series are added up, of gauges the worst one counts.
        "pool.connections>9",
        "pool.connections{state=used}>3",
        "pool.connections{state=\"used\"}<5",
        "lag>8",
        "lag<2",
        "lag{topic=b}>8",
      })
  void isCrossed(String watch) {
    share = 0.95;
    look(Watches.of(List.of(watch), metrics));
    assertThat(said()).singleElement().asString().contains("WARN " + watch + " is crossed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pool.connections>10", "pool.connections{state=used}>4", "lag{topic=a}>8"})
  void isNotCrossed(String watch) {
    look(Watches.of(List.of(watch), metrics));
    assertThat(said()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "process.memory.usage",
        ">5",
        "process.memory.usage>much",
        "a{b}>5",
        "a>5 minutes",
        "a>",
        "a>NaN"
      })
  void whatCannotBeReadIsSaidAtOnce(String watch) {
    Watches watches = Watches.of(List.of(watch), metrics);
    assertThat(said())
        .singleElement()
        .asString()
        .startsWith("[obs-agent] obs.watch=" + watch + " is not a ")
        .endsWith("; it is not watched");
    assertThat(watches.isEmpty()).isTrue();
  }

  @Test
  void aMetricThatIsNotThereIsSaidOnceWithTheNearestName() {
    Watches watches =
        Watches.of(List.of("process_resident_memroy>1B", "quite.something.else>1"), metrics);
    look(watches);
    assertThat(said()).isEmpty();
    look(watches);
    look(watches);
    assertThat(said())
        .containsExactlyInAnyOrder(
            "[obs-agent] obs.watch=process_resident_memroy>1B: there is no metric"
                + " process_resident_memroy so far, did you mean process_resident_memory?",
            "[obs-agent] obs.watch=quite.something.else>1: there is no metric"
                + " quite.something.else so far");

    metrics.observe(Instrument.Kind.GAUGE, SCOPE, "quite.something.else", "1", "", to -> to.set(2));
    look(watches);
    assertThat(said()).singleElement().asString().contains("is crossed: it is 2");
  }

  @ParameterizedTest
  @CsvSource({
    "process.memory.usage>5s, it is measured in By",
    "pool.connections>50%, it is measured in {connection}",
    "calls>5, 'it is a histogram, which is not watched'",
    "lag{partition=1}>5, it has no attribute partition",
  })
  void whatCannotBeComparedIsSaidOnce(String watch, String why) {
    Watches watches = Watches.of(List.of(watch), metrics);
    look(watches);
    look(watches);
    assertThat(said())
        .containsExactly("[obs-agent] obs.watch=" + watch + " is not watched: " + why);
  }

  @Test
  void withoutMetricsNothingIsWatched() {
    assertThat(Watches.of(List.of("a>1"), Metrics.off()).isEmpty()).isTrue();
    assertThat(said())
        .containsExactly("[obs-agent] obs.watch=a>1 is not watched: no metrics are collected");
  }
}
