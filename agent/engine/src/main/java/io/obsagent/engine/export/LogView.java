package io.obsagent.engine.export;

import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.logs.ThrownText;
import io.obsagent.engine.trace.Hex;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;

/**
 * Our log record as OpenTelemetry's exporter wants to see it. Everything is rendered when it is
 * made, on the exporting thread, so that whoever writes the request meets nothing that changes; it
 * lives as long as its request. Immutable.
 */
final class LogView implements LogRecordData {
  private static final Severity[] SEVERITIES = Severity.values();

  private final Resource resource;
  private final InstrumentationScopeInfo scope;
  private final SpanContext identity;
  private final LogEntry entry;
  private final Value<?> body;
  private final Attributes attributes;

  LogView(ExportNames names, LogEntry entry) {
    this.resource = names.resource();
    this.scope = names.logger(entry.logger());
    this.entry = entry;
    this.identity = entry.hasTrace() ? identity(entry) : SpanContext.getInvalid();
    this.body = entry.body() == null ? null : Value.of(entry.body());
    this.attributes = attributes(entry);
  }

  private static SpanContext identity(LogEntry entry) {
    return SpanContext.create(
        Hex.of128(entry.traceIdHigh(), entry.traceIdLow()),
        Hex.of64(entry.spanId()),
        TraceFlags.fromByte((byte) entry.flags()),
        TraceState.getDefault());
  }

  private static Attributes attributes(LogEntry entry) {
    AttributesBuilder builder = Attributes.builder();
    for (int i = 0; i < entry.attributeCount(); i++) {
      Object value = entry.attributeValue(i);
      if (value instanceof Long) {
        builder.put(entry.attributeKey(i), (Long) value);
      } else if (value instanceof Double) {
        builder.put(entry.attributeKey(i), (Double) value);
      } else {
        builder.put(entry.attributeKey(i), (String) value);
      }
    }
    if (entry.threadName() != null) {
      builder.put("thread.name", entry.threadName());
      builder.put("thread.id", entry.threadId());
    }
    Throwable thrown = entry.thrown();
    if (thrown != null) {
      builder.put("exception.type", thrown.getClass().getName());
      String message = ThrownText.message(thrown);
      if (message != null) {
        builder.put("exception.message", message);
      }
      builder.put("exception.stacktrace", ThrownText.of(thrown));
    }
    return builder.build();
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  @Override
  public long getTimestampEpochNanos() {
    return entry.epochNanos();
  }

  /** It was seen when it was made. */
  @Override
  public long getObservedTimestampEpochNanos() {
    return entry.epochNanos();
  }

  @Override
  public SpanContext getSpanContext() {
    return identity;
  }

  /** Their order is that of the numbers, from 0 for undefined to 24. */
  @Override
  public Severity getSeverity() {
    return SEVERITIES[entry.severity()];
  }

  @Override
  public String getSeverityText() {
    return entry.severityText();
  }

  @Override
  @Deprecated
  public io.opentelemetry.sdk.logs.data.Body getBody() {
    return entry.body() == null
        ? io.opentelemetry.sdk.logs.data.Body.empty()
        : io.opentelemetry.sdk.logs.data.Body.string(entry.body());
  }

  @Override
  public Value<?> getBodyValue() {
    return body;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  public String getEventName() {
    return entry.eventName();
  }
}
