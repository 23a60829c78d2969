package io.obsagent.smoke.receiver;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A log record as it came over the wire; the scope's name is the logger's. */
public record ReceivedLog(
    String body,
    String severity,
    String traceId,
    String spanId,
    Map<String, Object> attributes,
    Map<String, Object> resource,
    ReceivedSpan.Scope scope,
    LogRecord proto) {

  static List<ReceivedLog> listOf(ExportLogsServiceRequest request) {
    List<ReceivedLog> logs = new ArrayList<>();
    for (ResourceLogs resourceLogs : request.getResourceLogsList()) {
      Map<String, Object> resource = Attributes.map(resourceLogs.getResource().getAttributesList());
      for (ScopeLogs scopeLogs : resourceLogs.getScopeLogsList()) {
        ReceivedSpan.Scope scope = ReceivedSpan.Scope.of(scopeLogs.getScope());
        for (LogRecord record : scopeLogs.getLogRecordsList()) {
          logs.add(
              new ReceivedLog(
                  String.valueOf(Attributes.value(record.getBody())),
                  record.getSeverityText(),
                  Attributes.hex(record.getTraceId()),
                  Attributes.hex(record.getSpanId()),
                  Attributes.map(record.getAttributesList()),
                  resource,
                  scope,
                  record));
        }
      }
    }
    return logs;
  }

  @Override
  public String toString() {
    return severity + " " + scope.name() + " '" + body + "' " + traceId + " " + attributes;
  }
}
