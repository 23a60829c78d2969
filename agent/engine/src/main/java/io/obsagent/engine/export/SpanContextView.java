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
  private Context context = Context.ROOT;
  private long spanId;
  private TraceFlags flags = TraceFlags.getDefault();
  private TraceState state = TraceState.getDefault();
  private boolean remote;
  private boolean valid;

  /** The identity of a span that leaves: whatever the wire promised, it is kept now. */
  void bindKept(Context span, TraceState state) {
    bind(span, state);
    this.flags = TraceFlags.fromByte((byte) (span.flags() | Context.SAMPLED));
  }

  void bind(Context context, TraceState state) {
    this.context = context;
    this.spanId = context.spanId();
    this.flags = TraceFlags.fromByte((byte) context.flags());
    this.state = state;
    this.remote = context.isRemote();
    this.valid = context.hasTrace() && context.spanId() != 0;
  }

  void bindParent(RecordedSpan span) {
    this.context = span;
    this.spanId = span.parentSpanId();
    this.valid = spanId != 0;
    this.flags = TraceFlags.fromByte((byte) span.flags());
    this.remote = span.isParentRemote();
  }

  void clear() {
    context = Context.ROOT;
    spanId = 0;
    state = TraceState.getDefault();
    valid = false;
  }

  /** Whose identity it is: of a parent, the child, which is of the same trace. */
  Context context() {
    return context;
  }

  @Override
  public String getTraceId() {
    return valid ? context.traceIdHex() : TraceId.getInvalid();
  }

  @Override
  public String getSpanId() {
    return valid ? Hex.of64(spanId) : SpanId.getInvalid();
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
