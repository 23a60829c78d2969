package io.obsagent.engine.export;

import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Hex;
import io.obsagent.engine.trace.RecordedSpan;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;

/**
 * The identity of a span, of its parent or of a link's target; rebound with its {@link SpanView}.
 */
final class SpanContextView implements SpanContext {
  private String traceId = TraceId.getInvalid();
  private String spanId = SpanId.getInvalid();
  private TraceFlags flags = TraceFlags.getDefault();
  private TraceState state = TraceState.getDefault();
  private boolean remote;
  private boolean valid;

  /** The identity of a span that leaves: whatever the wire promised, it is kept now. */
  void bindKept(String traceId, Context span, TraceState state) {
    bind(traceId, span, state);
    this.flags = TraceFlags.fromByte((byte) (span.flags() | Context.SAMPLED));
  }

  void bind(String traceId, Context context, TraceState state) {
    this.traceId = traceId;
    this.spanId = Hex.of64(context.spanId());
    this.flags = TraceFlags.fromByte((byte) context.flags());
    this.state = state;
    this.remote = context.isRemote();
    this.valid = context.hasTrace() && context.spanId() != 0;
  }

  void bindParent(String traceId, RecordedSpan span) {
    this.valid = span.parentSpanId() != 0;
    this.traceId = valid ? traceId : TraceId.getInvalid();
    this.spanId = valid ? Hex.of64(span.parentSpanId()) : SpanId.getInvalid();
    this.flags = TraceFlags.fromByte((byte) span.flags());
    this.remote = span.isParentRemote();
  }

  void clear() {
    traceId = TraceId.getInvalid();
    spanId = SpanId.getInvalid();
    state = TraceState.getDefault();
    valid = false;
  }

  @Override
  public String getTraceId() {
    return traceId;
  }

  @Override
  public String getSpanId() {
    return spanId;
  }

  @Override
  public TraceFlags getTraceFlags() {
    return flags;
  }

  @Override
  public TraceState getTraceState() {
    return state;
  }

  @Override
  public boolean isValid() {
    return valid;
  }

  @Override
  public boolean isRemote() {
    return remote;
  }
}
