package io.obsagent.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");
  private static final AttributeKey NAME = AttributeKey.string("name");

  private final Metrics metrics = Metrics.of(5, false);

  private List<Point> points() {
    return metrics.collect().get(0).points();
  }

  @Test
  void aCounterAddsUp() {
    Counter counter = metrics.upDownCounter(SCOPE, "open", "{request}", "", NAME);
    counter.add(2, "a", null);
    counter.add(-1, "a", null);

    assertThat(points()).hasSize(1);
    assertThat(points().get(0).wholeValue()).isEqualTo(1);
    assertThat(points().get(0).isWhole()).isTrue();
    assertThat(metrics.collect().get(0).instrument().kind())
        .isEqualTo(Instrument.Kind.UP_DOWN_COUNTER);
  }

  @Test
  void anObservedSeriesKeepsItsIdentity() {
    long[] value = {1};
    metrics.observe(
        Instrument.Kind.GAUGE,
        SCOPE,
        "g",
        "By",
        "",
        to -> {
          to.set(value[0], "a");
          to.set(0.5, "b");
        },
        NAME);
    List<Point> first = points();
    value[0] = 2;
    List<Point> second = points();

    assertThat(second.get(0).series()).isSameAs(first.get(0).series());
    assertThat(second.get(1).series()).isNotSameAs(second.get(0).series());
    assertThat(second.get(0).wholeValue()).isEqualTo(2);
    assertThat(second.get(1).value()).isEqualTo(0.5);
    assertThat(second.get(1).isWhole()).isFalse();
  }

  @Test
  void aSourceThatFailsCostsItsReadingOnly() {
    long before = AgentHealth.get(Metrics.OBSERVATION_FAULTS);
    metrics.observe(
        Instrument.Kind.GAUGE,
        SCOPE,
        "bad",
        "1",
        "",
        to -> {
          throw new IllegalStateException("closed");
        });
    metrics.counter(SCOPE, "good", "1", "").add(1, null, null);

    assertThat(metrics.collect()).extracting(r -> r.instrument().name()).containsExactly("good");
    assertThat(AgentHealth.get(Metrics.OBSERVATION_FAULTS)).isEqualTo(before + 1);
  }

  @Test
  void aNameIsOneThingOnly() {
    metrics.counter(SCOPE, "x", "1", "");

    assertThatThrownBy(() -> metrics.histogram(SCOPE, "x", "", Buckets.HTTP))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatCameBetweenTwoReadings() {
    DurationHistogram calls = metrics.histogram(SCOPE, "calls", "", Buckets.HTTP, NAME);
    calls.record(1_000_000, true, "a");
    Point first = points().get(0);
    calls.record(20_000_000, false, "a");
    Point came = points().get(0).since(first, 77);

    assertThat(came.count()).isEqualTo(1);
    assertThat(came.errors()).isZero();
    assertThat(came.sum()).isEqualTo(0.02);
    assertThat(came.bucket(0)).isZero();
    assertThat(came.bucket(2)).isEqualTo(1);
    assertThat(came.startMillis()).isEqualTo(77);
  }
}
