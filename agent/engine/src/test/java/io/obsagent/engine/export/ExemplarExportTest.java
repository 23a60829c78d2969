package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.Exemplar;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Point;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a span whose trace is exported to the exemplar in a metric. */
@Timeout(60)
class ExemplarExportTest {
  private final Metrics metrics = Metrics.of(10, true);
  private final DurationHistogram calls =
      metrics.histogram(
          TestTraces.SCOPE, "calls", "", Buckets.HTTP, AttributeKey.string("http.route"));

  /** One call of 30 ms whose trace goes to {@code rig}. */
  private Span call(OtlpRig rig) {
    Span span =
        TestTraces.tracer(rig.queue).startRoot(Context.ROOT, SpanKind.SERVER, TestTraces.SCOPE, 1);
    calls.record(span, 30_000_000, false, "/", null, null, null, null, null);
    span.end(2);
    return span;
  }

  private Exemplar exemplar() {
    Point point = metrics.collect().get(0).points().get(0);
    Exemplar found = null;
    for (int i = 0; i < point.bucketCount(); i++) {
      found = point.exemplar(i) == null ? found : point.exemplar(i);
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({"200, true", "400, false", "500, false"})
  void whatTheCollectorRefusesIsNone(int status, boolean accepted) throws Exception {
    try (Collector collector = Collector.start();
        OtlpRig rig =
            new OtlpRig(OtlpSettings.builder().base(collector.url()).jdkClient(true).build())) {
      collector.answers = (request, exchange) -> Collector.status(exchange, status);
      Span span = call(rig);
      rig.thread.flush(10_000);

      assertThat(collector.names()).isNotEmpty();
      assertThat(exemplar() != null).isEqualTo(accepted);
      if (accepted) {
        assertThat(exemplar().traceIdHex()).isEqualTo(span.traceIdHex());
      }
    }
  }

  @Test
  void eachLeavesOnceInBothKindsOfHistogram() throws Exception {
    try (Collector collector = Collector.start();
        OtlpRig rig =
            new OtlpRig(OtlpSettings.builder().base(collector.url()).jdkClient(true).build())) {
      Span span = call(rig);
      assertThat(rig.thread.flush(10_000)).isTrue();
      for (boolean exponential : new boolean[] {false, true}) {
        MetricConversion conversion =
            new MetricConversion(
                new ExportNames(OtlpRig.RESOURCE, "1"),
                MetricConversion.Temporality.DELTA,
                exponential);
        List<DoubleExemplarData> first = exemplars(conversion);
        assertThat(first).hasSize(1);
        assertThat(first.get(0).getSpanContext().getTraceId()).isEqualTo(span.traceIdHex());
        assertThat(first.get(0).getSpanContext().getSpanId()).isEqualTo(span.spanIdHex());
        assertThat(first.get(0).getValue()).isEqualTo(0.03);
        calls.record(1, false, "/");
        assertThat(exemplars(conversion)).isEmpty();
      }
    }
  }

  private List<DoubleExemplarData> exemplars(MetricConversion conversion) {
    List<MetricData> converted = conversion.convert(metrics.collect(), System.currentTimeMillis());
    assertThat(converted).hasSize(1);
    return List.copyOf(
        converted.get(0).getData().getPoints().stream()
            .flatMap(point -> point.getExemplars().stream())
            .map(DoubleExemplarData.class::cast)
            .toList());
  }
}
