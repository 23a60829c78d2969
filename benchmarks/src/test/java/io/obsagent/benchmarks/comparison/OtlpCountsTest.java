package io.obsagent.benchmarks.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Bodies made by the official classes, read by the walker. */
class OtlpCountsTest {
  private final Map<String, OtlpCounts> services = new TreeMap<>();

  private static Resource resource(String service) {
    return Resource.newBuilder()
        .addAttributes(
            KeyValue.newBuilder()
                .setKey("host.name")
                .setValue(AnyValue.newBuilder().setStringValue("here")))
        .addAttributes(
            KeyValue.newBuilder()
                .setKey("service.name")
                .setValue(AnyValue.newBuilder().setStringValue(service)))
        .build();
  }

  private static Span span(Span.SpanKind kind) {
    return Span.newBuilder().setName("x").setKind(kind).setStartTimeUnixNano(7).build();
  }

  @Test
  void spansAreCountedByServiceAndInternalOnesApart() {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (String service : new String[] {"a", "b", "a"}) {
      request.addResourceSpans(
          ResourceSpans.newBuilder()
              .setResource(resource(service))
              .addScopeSpans(
                  ScopeSpans.newBuilder()
                      .addSpans(span(Span.SpanKind.SPAN_KIND_SERVER))
                      .addSpans(span(Span.SpanKind.SPAN_KIND_INTERNAL)))
              .addScopeSpans(
                  ScopeSpans.newBuilder().addSpans(span(Span.SpanKind.SPAN_KIND_CLIENT))));
    }

    OtlpCounts.read(request.build().toByteArray(), false, services);

    assertThat(services.get("a").spans).isEqualTo(4);
    assertThat(services.get("a").internalSpans).isEqualTo(2);
    assertThat(services.get("b").spans).isEqualTo(2);
  }

  @Test
  void requestsAreTakenFromTheLastHistogram() {
    for (int count : new int[] {3, 5}) {
      HistogramDataPoint point = HistogramDataPoint.newBuilder().setCount(count).build();
      ExportMetricsServiceRequest request =
          ExportMetricsServiceRequest.newBuilder()
              .addResourceMetrics(
                  ResourceMetrics.newBuilder()
                      .setResource(resource("a"))
                      .addScopeMetrics(
                          ScopeMetrics.newBuilder()
                              .addMetrics(
                                  Metric.newBuilder()
                                      .setName("http.server.request.duration")
                                      .setHistogram(
                                          Histogram.newBuilder()
                                              .addDataPoints(point)
                                              .addDataPoints(point)))
                              .addMetrics(
                                  Metric.newBuilder()
                                      .setName("jvm.thread.count")
                                      .setSum(
                                          Sum.newBuilder()
                                              .addDataPoints(
                                                  NumberDataPoint.newBuilder().setAsInt(9))))))
              .build();
      OtlpCounts.read(request.toByteArray(), true, services);
    }

    assertThat(services.get("a").requestsInMetrics).isEqualTo(10);
    assertThat(services.get("a").points).isEqualTo(6);
  }
}
