package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.Counter;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From instruments to the bytes a collector gets. */
@Timeout(60)
class MetricsExportTest {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("io.obsagent.test");
  private static final AttributeKey METHOD = AttributeKey.string("http.request.method");
  private static final AttributeKey STATUS = AttributeKey.number("http.response.status_code");
  private static final long MILLI = 1_000_000;

  private MetricCollector collector;
  private MetricsPipeline pipeline;
  private DurationHistogram requests;

  @BeforeEach
  void listen() throws IOException {
    collector = new MetricCollector();
  }

  @AfterEach
  void end() {
    if (pipeline != null) {
      pipeline.shutdown(2_000);
    }
    collector.close();
  }

  private Metrics start(String... settings) {
    Properties properties = new Properties();
    properties.setProperty("otel.exporter.otlp.endpoint", collector.url());
    properties.setProperty("otel.service.name", "shop");
    properties.setProperty("otel.metric.export.interval", "3600000");
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    Configuration configuration = ConfigurationReader.read(properties, Map.of(), null);
    assertThat(configuration.complaints()).isEmpty();
    ResourceDetector resource =
        ResourceDetector.of(configuration, new Properties(), Map.of(), "1.2.3");
    pipeline = MetricsPipeline.of(configuration, resource, "1.2.3");
    pipeline.start();
    requests =
        pipeline
            .metrics()
            .histogram(SCOPE, "http.server.request.duration", "D.", Buckets.HTTP, METHOD, STATUS);
    return pipeline.metrics();
  }

  private void request(long millis) {
    requests.record(millis * MILLI, false, "GET", 200L);
  }

  private void flush() {
    assertThat(pipeline.flush(10_000)).isTrue();
  }

  private HistogramDataPoint histogram() {
    Metric metric = collector.metric("http.server.request.duration");
    assertThat(metric.getHistogram().getDataPointsCount()).isEqualTo(1);
    return metric.getHistogram().getDataPoints(0);
  }

  private static Map<String, Object> attributes(List<KeyValue> list) {
    Map<String, Object> attributes = new TreeMap<>();
    for (KeyValue one : list) {
      attributes.put(
          one.getKey(),
          one.getValue().hasStringValue()
              ? one.getValue().getStringValue()
              : one.getValue().hasIntValue()
                  ? (Object) one.getValue().getIntValue()
                  : one.getValue().getBoolValue());
    }
    return attributes;
  }

  @Test
  void aHistogramArrivesAsTheConventionWantsIt() {
    long before = System.currentTimeMillis() * MILLI;
    start();
    request(3);
    request(30);
    flush();

    assertThat(collector.paths).containsExactly("/v1/metrics");
    Metric metric = collector.metric("http.server.request.duration");
    assertThat(metric.getUnit()).isEqualTo("s");
    assertThat(metric.getDescription()).isEqualTo("D.");
    assertThat(metric.getHistogram().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    HistogramDataPoint point = histogram();
    assertThat(point.getExplicitBoundsList())
        .containsExactly(
            0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);
    assertThat(point.getBucketCountsList())
        .containsExactly(1L, 0L, 0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    assertThat(point.getCount()).isEqualTo(2);
    assertThat(point.getSum()).isEqualTo(0.033);
    assertThat(point.getStartTimeUnixNano()).isBetween(before, point.getTimeUnixNano());
    assertThat(point.getTimeUnixNano()).isLessThanOrEqualTo(System.currentTimeMillis() * MILLI);
    assertThat(attributes(point.getAttributesList()))
        .isEqualTo(Map.of("http.request.method", "GET", "http.response.status_code", 200L));
    assertThat(attributes(collector.last().getResourceMetrics(0).getResource().getAttributesList()))
        .containsEntry("service.name", "shop");
    assertThat(collector.last().getResourceMetrics(0).getScopeMetrics(0).getScope().getName())
        .isEqualTo("io.obsagent.test");
    assertThat(collector.last().getResourceMetrics(0).getScopeMetrics(0).getScope().getVersion())
        .isEqualTo("1.2.3");
  }

  @Test
  void cumulativeGoesOn() {
    start();
    request(3);
    flush();
    long began = histogram().getStartTimeUnixNano();
    request(3);
    flush();

    assertThat(histogram().getCount()).isEqualTo(2);
    assertThat(histogram().getStartTimeUnixNano()).isEqualTo(began);
  }

  @Test
  void deltaSaysWhatCameSince() {
    Metrics metrics = start("otel.exporter.otlp.metrics.temporality.preference", "delta");
    Counter active = metrics.upDownCounter(SCOPE, "active", "{request}", "", METHOD);
    Counter sent = metrics.counter(SCOPE, "sent", "{message}", "", METHOD);
    active.add(2, "GET", null);
    sent.add(5, "GET", null);
    requests.record(MILLI, false, "POST", 200L);
    request(3);
    request(3);
    flush();
    assertThat(collector.metric("http.server.request.duration").getHistogram().getDataPointsList())
        .hasSize(2);
    long read = collector.metric("sent").getSum().getDataPoints(0).getTimeUnixNano();

    request(700);
    active.add(1, "GET", null);
    sent.add(1, "GET", null);
    flush();
    HistogramDataPoint point = histogram();
    assertThat(point.getCount()).isEqualTo(1);
    assertThat(point.getSum()).isEqualTo(0.7, within(1e-9));
    assertThat(point.getBucketCounts(8)).isEqualTo(1);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(read);
    assertThat(
            collector
                .metric("http.server.request.duration")
                .getHistogram()
                .getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
    assertThat(collector.metric("sent").getSum().getDataPoints(0).getAsInt()).isEqualTo(1);
    assertThat(collector.metric("sent").getSum().getIsMonotonic()).isTrue();
    // What goes up and down is a state, not an event.
    assertThat(collector.metric("active").getSum().getDataPoints(0).getAsInt()).isEqualTo(3);
    assertThat(collector.metric("active").getSum().getIsMonotonic()).isFalse();
    assertThat(collector.metric("active").getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
  }

  @Test
  void exponentialBucketsWhereTheyAreAskedFor() {
    start(
        "otel.exporter.otlp.metrics.default.histogram.aggregation",
        "base2_exponential_bucket_histogram",
        "otel.exporter.otlp.metrics.temporality.preference",
        "delta");
    for (int i = 1; i <= 100; i++) {
      request(i);
    }
    flush();
    request(20_000);
    flush();

    ExponentialHistogramDataPoint first =
        MetricCollector.metrics(collector.requests.get(0))
            .get(0)
            .getExponentialHistogram()
            .getDataPoints(0);
    assertThat(first.getCount()).isEqualTo(100);
    assertThat(first.getSum()).isEqualTo(5.05, within(1e-9));
    assertThat(first.getPositive().getBucketCountsList().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(100);
    double base = Math.pow(2, Math.pow(2, -first.getScale()));
    int last = first.getPositive().getOffset() + first.getPositive().getBucketCountsCount();
    assertThat(Math.pow(base, last)).isBetween(0.1 * 0.96, 0.1 * base * 1.04);
    assertThat(Math.pow(base, first.getPositive().getOffset())).isBetween(0.00096 / base, 0.00104);

    Metric metric = collector.metric("http.server.request.duration");
    ExponentialHistogramDataPoint second = metric.getExponentialHistogram().getDataPoints(0);
    assertThat(second.getCount()).isEqualTo(1);
    assertThat(second.getPositive().getBucketCountsList().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(1);
    assertThat(second.getSum()).isEqualTo(20.0, within(1e-9));
  }

  @Test
  void gaugesAndOverflow() {
    Metrics metrics = start("otel.java.metrics.cardinality.limit", "2");
    metrics.observe(Instrument.Kind.GAUGE, SCOPE, "load", "1", "", to -> to.set(0.5));
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER, SCOPE, "used", "By", "", to -> to.set(7L, "heap"), METHOD);
    request(1);
    requests.record(1, true, "POST", 500L);
    flush();

    assertThat(collector.metric("load").getGauge().getDataPoints(0).getAsDouble()).isEqualTo(0.5);
    NumberDataPoint used = collector.metric("used").getSum().getDataPoints(0);
    assertThat(used.getAsInt()).isEqualTo(7);
    assertThat(attributes(used.getAttributesList()))
        .isEqualTo(Map.of("http.request.method", "heap"));
    assertThat(collector.metric("http.server.request.duration").getHistogram().getDataPointsList())
        .extracting(point -> attributes(point.getAttributesList()))
        .contains(Map.of("otel.metric.overflow", true));
  }

  @Test
  void whatFailedForAPassingReasonIsNotLost() {
    start("otel.exporter.otlp.metrics.temporality.preference", "delta");
    collector.status = 503;
    request(3);
    assertThat(pipeline.flush(10_000)).isFalse();
    collector.status = 200;
    request(4);
    flush();

    assertThat(collector.requests).hasSize(2);
    assertThat(
            collector.requests.stream()
                .map(request -> MetricCollector.metrics(request).get(0))
                .mapToLong(metric -> metric.getHistogram().getDataPoints(0).getCount())
                .sum())
        .isEqualTo(2);
  }

  @Test
  void aNewerReadingTakesThePlaceOfOneThatFailed() {
    start();
    collector.status = 503;
    request(3);
    assertThat(pipeline.flush(10_000)).isFalse();
    collector.status = 200;
    request(4);
    flush();

    assertThat(collector.requests).hasSize(1);
    assertThat(histogram().getCount()).isEqualTo(2);
  }

  @Test
  void whatACollectorRefusesIsDroppedAndCounted() {
    start();
    long before = AgentHealth.get(OtlpMetricExporter.DROPPED);
    collector.status = 404;
    request(3);
    flush();

    assertThat(AgentHealth.get(OtlpMetricExporter.DROPPED)).isEqualTo(before + 1);
  }

  @Test
  void withoutAnyMetricNothingIsSent() {
    start();
    flush();

    assertThat(collector.paths).isEmpty();
  }

  @Test
  void theIntervalIsKept() throws Exception {
    start("otel.metric.export.interval", "20");
    request(3);

    org.awaitility.Awaitility.await().until(() -> collector.requests.size() >= 3);
  }

  @Test
  void theLastIsSentAtTheEnd() {
    start();
    request(3);
    assertThat(pipeline.shutdown(10_000)).isTrue();

    assertThat(histogram().getCount()).isEqualTo(1);
    request(3);
    assertThat(pipeline.flush(1_000)).isTrue();
    assertThat(collector.requests).hasSize(1);
  }

  @Test
  void noneMeansThatNothingIsEvenCounted() {
    start("otel.metrics.exporter", "none");
    request(3);

    assertThat(pipeline.metrics().isEnabled()).isFalse();
    assertThat(pipeline.description()).isEqualTo("none");
    assertThat(pipeline.flush(1_000)).isTrue();
    assertThat(collector.paths).isEmpty();
  }

  @Test
  void theSettingsOfTheSignalGoFirst() {
    start(
        "otel.exporter.otlp.endpoint",
        "http://localhost:1",
        "otel.exporter.otlp.metrics.endpoint",
        collector.url() + "/own/path");
    request(3);
    flush();

    assertThat(collector.paths).containsExactly("/own/path");
  }

  /** A big request is cut into several. */
  @Test
  void manySeriesAreSeveralRequests() {
    Metrics metrics = start();
    for (int m = 0; m < 3; m++) {
      DurationHistogram one = metrics.histogram(SCOPE, "many" + m, "", Buckets.HTTP, METHOD);
      for (int i = 0; i < 1_500; i++) {
        one.record(1, false, "n" + i);
      }
    }
    flush();

    assertThat(collector.requests).hasSize(3);
  }
}
