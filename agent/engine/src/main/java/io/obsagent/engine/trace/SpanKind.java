package io.obsagent.engine.trace;

/** OpenTelemetry's span kinds. */
public enum SpanKind {
  INTERNAL,
  SERVER,
  CLIENT,
  PRODUCER,
  CONSUMER;

  private static final SpanKind[] KINDS = values();

  static SpanKind of(int ordinal) {
    return KINDS[ordinal];
  }
}
