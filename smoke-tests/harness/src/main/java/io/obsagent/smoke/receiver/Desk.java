package io.obsagent.smoke.receiver;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

/** Where both protocols hand in what they received. */
record Desk(Traces traces, Metrics metrics, Logs logs, Requests requests, Mood mood) {

  Desk() {
    this(new Traces(), new Metrics(), new Logs(), new Requests(), new Mood());
  }

  ExportTraceServiceResponse accept(ExportTraceServiceRequest request) {
    traces.add(ReceivedSpan.listOf(request));
    return ExportTraceServiceResponse.getDefaultInstance();
  }

  ExportMetricsServiceResponse accept(ExportMetricsServiceRequest request) {
    metrics.add(ReceivedPoint.listOf(request));
    return ExportMetricsServiceResponse.getDefaultInstance();
  }

  ExportLogsServiceResponse accept(ExportLogsServiceRequest request) {
    logs.add(ReceivedLog.listOf(request));
    return ExportLogsServiceResponse.getDefaultInstance();
  }

  /** The body of an HTTP request to one of the three paths of OTLP. */
  Message accept(String path, byte[] body) throws InvalidProtocolBufferException {
    return switch (path) {
      case "/v1/traces" -> accept(ExportTraceServiceRequest.parseFrom(body));
      case "/v1/metrics" -> accept(ExportMetricsServiceRequest.parseFrom(body));
      case "/v1/logs" -> accept(ExportLogsServiceRequest.parseFrom(body));
      default -> throw new IllegalArgumentException("OTLP knows no " + path);
    };
  }
}
