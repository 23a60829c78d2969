package io.obsagent.engine.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.admin.Dependencies.Dependency;
import io.obsagent.engine.admin.Dependencies.State;
import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DependenciesTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Metrics metrics = Metrics.of(100, false);
  private final DurationHistogram databases =
      histogram(
          "db.client.operation.duration",
          "db.system.name",
          "db.namespace",
          "server.address",
          "server.port");
  private final DurationHistogram http =
      histogram(
          "http.client.request.duration",
          "server.address",
          "server.port",
          "http.response.status_code");
  private final DurationHistogram kafka =
      histogram(
          "messaging.client.operation.duration",
          "messaging.operation.name",
          "server.address",
          "server.port");
  private final Dependencies dependencies = new Dependencies(metrics, 0);

  private DurationHistogram histogram(String name, String... keys) {
    AttributeKey[] attributes = new AttributeKey[keys.length];
    for (int i = 0; i < keys.length; i++) {
      attributes[i] =
          keys[i].endsWith("port") || keys[i].endsWith("code")
              ? AttributeKey.number(keys[i])
              : AttributeKey.string(keys[i]);
    }
    return metrics.histogram(
        InstrumentationScope.named("t"), name, "", Buckets.DATABASE, attributes);
  }

  private void query(String namespace, int calls, long nanos, boolean error) {
    for (int i = 0; i < calls; i++) {
      databases.record(nanos, error, "postgresql", namespace, "db", 5432L);
    }
  }

  private Dependency only() {
    assertThat(dependencies.now()).hasSize(1);
    return dependencies.now().get(0);
  }

  @Test
  void aDatabaseIsKnownByItsAddressAndName() {
    query("shop", 3, 2 * MILLI, false);
    databases.record(MILLI, false, "h2database", "mem", null, null);

    assertThat(dependencies.now())
        .extracting(each -> each.kind + " " + each.name + " " + each.state + " " + each.calls)
        .containsExactly("database h2database:mem OK 1", "database postgresql://db:5432/shop OK 3");
    assertThat(dependencies.now().get(1).meanSeconds).isEqualTo(0.002);
  }

  @Test
  void aTenthOfFailuresIsFailingAndLessIsNot() {
    query("shop", 91, MILLI, false);
    query("shop", 9, MILLI, true);
    assertThat(only().state).isEqualTo(State.OK);

    query("shop", 2, MILLI, true);
    assertThat(only().state).isEqualTo(State.FAILING);
    assertThat(only().errors).isEqualTo(11);
  }

  @Test
  void onlyTheLastMinuteCounts() {
    query("shop", 5, MILLI, true);
    assertThat(only().state).isEqualTo(State.FAILING);
    for (int i = 1; i <= 6; i++) {
      dependencies.look(i * 10 * SECOND);
    }
    assertThat(only().state).as("still inside the minute").isEqualTo(State.FAILING);

    dependencies.look(70 * SECOND);
    assertThat(only().state).isEqualTo(State.IDLE);
    assertThat(only().calls).isZero();

    query("shop", 1, MILLI, false);
    assertThat(only().state).isEqualTo(State.OK);
  }

  @Test
  void looksMoreOftenThanEveryTenSecondsAreNone() {
    query("shop", 1, MILLI, false);
    for (int i = 1; i < 1_000; i++) {
      dependencies.look(i * SECOND / 101);
    }
    assertThat(only().calls).isEqualTo(1);
  }

  @Test
  void slowIsASecondOrFiveTimesAsLongAsBefore() {
    query("shop", 3, SECOND + MILLI, false);
    assertThat(only().state).isEqualTo(State.SLOW);

    query("shop", 1_000, 30 * MILLI, false);
    dependencies.look(10 * SECOND);
    dependencies.look(71 * SECOND);
    query("shop", 10, 140 * MILLI, false);
    assertThat(only().state).as("not five times").isEqualTo(State.OK);
    query("shop", 30, 400 * MILLI, false);
    assertThat(only().state).isEqualTo(State.SLOW);
  }

  @Test
  void aRefusalIsNoFailureOfWhoRefuses() {
    http.record(MILLI, true, "peer", 443L, 404L, null);
    http.record(MILLI, true, "peer", 443L, 409L, null);
    assertThat(only().state).isEqualTo(State.OK);
    assertThat(only().name).isEqualTo("peer:443");

    http.record(MILLI, true, "peer", 443L, 503L, null);
    assertThat(only().state).isEqualTo(State.FAILING);
  }

  @Test
  void aPollThatWaitsIsNotSlow() {
    kafka.record(5 * SECOND, false, "poll", "broker", 9092L, null);
    assertThat(only().state).isEqualTo(State.OK);
    assertThat(only().kind).isEqualTo("kafka");
    kafka.record(5 * SECOND, false, "send", "broker", 9092L, null);
    assertThat(only().state).isEqualTo(State.SLOW);
  }
}
