package io.obsagent.engine.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.Counter;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The minute that is given here, second by second. */
class GoldenSignalsTest {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");
  private static final long MILLI = 1_000_000;

  private final Metrics metrics = Metrics.of(100, false);
  private final GoldenSignals signals = new GoldenSignals(metrics);
  private final DurationHistogram requests =
      metrics.histogram(
          SCOPE,
          "http.server.request.duration",
          "",
          Buckets.HTTP,
          AttributeKey.string("http.request.method"),
          AttributeKey.number("http.response.status_code"),
          AttributeKey.string("http.route"),
          AttributeKey.string("error.type"));
  private final DurationHistogram records =
      metrics.histogram(
          SCOPE,
          "messaging.process.duration",
          "",
          Buckets.HTTP,
          AttributeKey.string("messaging.destination.name"),
          AttributeKey.string("error.type"));
  private long nowNanos = System.nanoTime();

  private void request(String route, long millis, String error) {
    requests.record(
        millis * MILLI, error != null, "GET", error == null ? 200L : 500L, route, error);
  }

  private void sampleAfter(long seconds) {
    nowNanos += TimeUnit.SECONDS.toNanos(seconds);
    signals.sample(nowNanos);
  }

  private EntrySignals only(SignalsReading reading) {
    assertThat(reading.entries()).hasSize(1);
    return reading.entries().get(0);
  }

  @Test
  void tellsTheLastMinuteAndNoMore() {
    request("/old", 5, null);
    for (int i = 0; i < 12; i++) {
      sampleAfter(10);
      request("/new", 20, null);
    }
    sampleAfter(10);

    SignalsReading reading = signals.read(nowNanos);
    EntrySignals entry = only(reading);
    assertThat(entry.name()).isEqualTo("GET /new");
    assertThat(entry.count()).isEqualTo(6);
    assertThat(reading.seconds()).isCloseTo(60, within(0.001));
  }

  @Test
  void beforeTheFirstMinuteItTellsAllThereIs() {
    request("/a", 5, null);
    SignalsReading reading = signals.read(nowNanos + TimeUnit.SECONDS.toNanos(3));

    assertThat(only(reading).count()).isEqualTo(1);
    assertThat(reading.seconds()).isBetween(2.9, 60.0);
  }

  @Test
  void keepsSuccessesAndErrorsApart() {
    for (int i = 0; i < 97; i++) {
      request("/pay", 10, null);
    }
    request("/pay", 3_000, "500");
    request("/pay", 3_000, "500");
    request("/pay", 1_000, "java.io.IOException");

    EntrySignals entry = only(signals.read(nowNanos));
    assertThat(entry.kind()).isEqualTo("http");
    assertThat(entry.count()).isEqualTo(100);
    assertThat(entry.errors()).isEqualTo(Map.of("500", 2L, "java.io.IOException", 1L));
    assertThat(entry.succeeded().count()).isEqualTo(97);
    assertThat(entry.succeeded().quantile(0.99)).isCloseTo(0.010, within(0.0007));
    assertThat(entry.failed().quantile(0.5)).isCloseTo(3, within(0.2));
  }

  /** Whatever the buckets that are exported: all of these calls are in the first of them. */
  @Test
  void quantilesAreFinerThanTheConventionsBuckets() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      requests.record(1 * MILLI + random.nextLong(2 * MILLI), false, "GET", 200L, "/fast", null);
    }
    EntrySignals entry = only(signals.read(nowNanos));
    assertThat(entry.succeeded().quantile(0.5)).isCloseTo(0.002, within(0.002 * 0.06));
    assertThat(entry.succeeded().quantile(0.99)).isCloseTo(0.00298, within(0.003 * 0.06));
  }

  @Test
  void topicsAreEntriesToo() {
    records.record(7 * MILLI, false, "orders", null);
    records.record(7 * MILLI, true, "orders", "java.lang.IllegalStateException");

    EntrySignals entry = only(signals.read(nowNanos));
    assertThat(entry.kind()).isEqualTo("messaging");
    assertThat(entry.name()).isEqualTo("process orders");
    assertThat(entry.failed().count()).isEqualTo(1);
  }

  @Test
  void aRequestWithoutRouteIsNamedAsItsSpan() {
    request(null, 1, null);
    assertThat(only(signals.read(nowNanos)).name()).isEqualTo("GET");
  }

  @Test
  void seriesBeyondTheLimitAreOneEntry() {
    for (int i = 0; i < 200; i++) {
      request("/" + i, 1, null);
    }
    SignalsReading reading = signals.read(nowNanos);
    assertThat(reading.entries()).hasSize(100);
    assertThat(reading.entries())
        .filteredOn(entry -> entry.name().equals("(others)"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.count()).isEqualTo(101));
  }

  private void fill() {
    AttributeKey pool = AttributeKey.string("obs.executor.name");
    metrics.observe(
        Instrument.Kind.GAUGE, SCOPE, "obs.cpu.utilization", "1", "", to -> to.set(0.25));
    metrics.observe(
        Instrument.Kind.GAUGE, SCOPE, "obs.memory.utilization", "1", "", to -> to.set(0.5));
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER,
        SCOPE,
        "jvm.memory.used",
        "By",
        "",
        to -> to.set(Runtime.getRuntime().maxMemory() / 4, "heap"),
        AttributeKey.string("jvm.memory.type"));
    String[] figures = {"thread.busy.count", "thread.count", "thread.limit", "queue.size"};
    for (int i = 0; i < figures.length; i++) {
      long value = i + 1;
      metrics.observe(
          Instrument.Kind.UP_DOWN_COUNTER,
          SCOPE,
          "obs.executor." + figures[i],
          "{thread}",
          "",
          to -> to.set(value, "http \"8080\""),
          pool);
    }
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER,
        SCOPE,
        "db.client.connection.count",
        "{connection}",
        "",
        to -> {
          to.set(3, "main", "used");
          to.set(4, "main", "idle");
        },
        AttributeKey.string("db.client.connection.pool.name"),
        AttributeKey.string("db.client.connection.state"));
    metrics.observe(
        Instrument.Kind.GAUGE,
        SCOPE,
        "obs.messaging.consumer.lag",
        "{message}",
        "",
        to -> {
          to.set(5, "orders", "0");
          to.set(6, "orders", "1");
        },
        AttributeKey.string("messaging.destination.name"),
        AttributeKey.string("messaging.destination.partition.id"));
    Counter fragments =
        metrics.counter(
            SCOPE,
            "obs.sampling.fragments",
            "{fragment}",
            "",
            AttributeKey.string("policy"),
            AttributeKey.string("decision"));
    fragments.add(2, "error", "kept");
    fragments.add(6, null, "not_kept");
    request("/pay", 10, null);
    request("/pay", 10, "500");
  }

  @Test
  void asJson() {
    fill();
    SignalsReading reading = signals.read(nowNanos + TimeUnit.SECONDS.toNanos(100));
    assertThat(reading.json())
        .contains(
            "\"entries\":[{\"type\":\"http\",\"name\":\"GET /pay\",\"count\":2,\"rate\":0.0",
            "\"error_rate\":0.500000,\"errors\":{\"500\":1},\"success\":{\"count\":1,\"p50_seconds\":0.0",
            "\"saturation\":{\"cpu\":0.250000,\"memory\":0.500000,\"heap\":0.25",
            "\"executors\":{\"http \\\"8080\\\"\":{\"busy\":1,\"size\":2,\"limit\":3,\"waiting\":4}}",
            "\"connection_pools\":{\"main\":{\"busy\":3,\"size\":7,\"waiting\":0}}",
            "\"consumer_lag\":{\"orders\":11}",
            "\"traces_kept\":{\"(not kept)\":6,\"error\":2}")
        .startsWith("{\"window_seconds\":")
        .endsWith("}")
        .doesNotContain("NaN", ",}", ",,", "{,", ",]");
  }

  @Test
  void asText() {
    fill();
    assertThat(signals.read(nowNanos + TimeUnit.SECONDS.toNanos(100)).text())
        .contains("GET /pay", "50.0%", "500 1")
        .contains("cpu 25%, memory 50%, heap 25%")
        .contains("threads of http \"8080\": 1 of 3 busy, 4 waiting")
        .contains("connections of main: 3 of 7 busy, 0 waiting")
        .contains("consumer lag: orders 11")
        .contains("traces kept by error: 2 of 8 (25.0%)", "traces not kept: 6 of 8 (75.0%)");
  }

  @Test
  void withoutMetricsThereIsNothingToTell() {
    GoldenSignals none = new GoldenSignals(Metrics.off());
    none.sample();
    assertThat(none.read().entries()).isEmpty();
    assertThat(none.read().json()).contains("\"entries\":[]");
  }
}
