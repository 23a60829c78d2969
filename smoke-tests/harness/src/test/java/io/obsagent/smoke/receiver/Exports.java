package io.obsagent.smoke.receiver;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
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
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;

/** Exports as an SDK would send them. */
final class Exports {

  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final String ROOT = "b7ad6b7169203331";
  static final String CHILD = "00f067aa0ba902b7";

  private static final Resource RESOURCE =
      Resource.newBuilder().addAttributes(text("service.name", "shop")).build();
  private static final InstrumentationScope SCOPE =
      InstrumentationScope.newBuilder().setName("scope").setVersion("1").build();

  private Exports() {}

  static ExportTraceServiceRequest root() {
    return spans(
        Span.newBuilder()
            .setTraceId(bytes(TRACE))
            .setSpanId(bytes(ROOT))
            .setName("GET /cart")
            .setKind(Span.SpanKind.SPAN_KIND_SERVER)
            .setStartTimeUnixNano(1_000)
            .setEndTimeUnixNano(5_000)
            .setFlags(0x103)
            .setTraceState("a=b")
            .addAttributes(number("http.response.status_code", 200))
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey("list")
                    .setValue(
                        AnyValue.newBuilder()
                            .setArrayValue(
                                ArrayValue.newBuilder()
                                    .addValues(AnyValue.newBuilder().setBoolValue(true))
                                    .addValues(AnyValue.newBuilder().setDoubleValue(0.5)))))
            .addLinks(Span.Link.newBuilder().setTraceId(bytes(TRACE)).setSpanId(bytes(CHILD))));
  }

  static ExportTraceServiceRequest child() {
    return spans(
        Span.newBuilder()
            .setTraceId(bytes(TRACE))
            .setSpanId(bytes(CHILD))
            .setParentSpanId(bytes(ROOT))
            .setName("SELECT cart")
            .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
            .setStartTimeUnixNano(2_000)
            .setEndTimeUnixNano(3_000)
            .setStatus(
                Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage("no"))
            .addEvents(
                Span.Event.newBuilder()
                    .setName("exception")
                    .setTimeUnixNano(2_500)
                    .addAttributes(text("exception.type", "E"))));
  }

  private static ExportTraceServiceRequest spans(Span.Builder span) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(RESOURCE)
                .addScopeSpans(ScopeSpans.newBuilder().setScope(SCOPE).addSpans(span)))
        .build();
  }

  static ExportMetricsServiceRequest metrics() {
    Metric histogram =
        Metric.newBuilder()
            .setName("http.server.request.duration")
            .setUnit("s")
            .setHistogram(
                Histogram.newBuilder()
                    .setAggregationTemporality(
                        AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                    .addDataPoints(
                        HistogramDataPoint.newBuilder()
                            .addAttributes(number("http.response.status_code", 200))
                            .setTimeUnixNano(9)
                            .setCount(3)
                            .setSum(0.75)
                            .addExplicitBounds(0.1)
                            .addBucketCounts(1)
                            .addBucketCounts(2)
                            .addExemplars(
                                Exemplar.newBuilder()
                                    .setAsDouble(0.5)
                                    .setTraceId(bytes(TRACE))
                                    .setSpanId(bytes(ROOT)))))
            .build();
    Metric sum =
        Metric.newBuilder()
            .setName("http.server.active_requests")
            .setSum(Sum.newBuilder().addDataPoints(NumberDataPoint.newBuilder().setAsInt(2)))
            .build();
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .setResource(RESOURCE)
                .addScopeMetrics(
                    ScopeMetrics.newBuilder()
                        .setScope(SCOPE)
                        .addMetrics(histogram)
                        .addMetrics(sum)))
        .build();
  }

  static ExportLogsServiceRequest logs() {
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder()
                .setResource(RESOURCE)
                .addScopeLogs(
                    ScopeLogs.newBuilder()
                        .setScope(SCOPE)
                        .addLogRecords(
                            LogRecord.newBuilder()
                                .setBody(AnyValue.newBuilder().setStringValue("hello"))
                                .setSeverityText("INFO")
                                .setTraceId(bytes(TRACE))
                                .setSpanId(bytes(ROOT)))))
        .build();
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static KeyValue number(String key, long value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setIntValue(value))
        .build();
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
