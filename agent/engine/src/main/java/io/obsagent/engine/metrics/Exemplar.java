package io.obsagent.engine.metrics;

import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Hex;

/**
 * One call of a bucket and the span that tells of it. It holds ids, not the span, so it keeps no
 * trace in memory. Whoever reads a {@link Point} sees only those whose trace was exported.
 */
public final class Exemplar {
  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final long nanos;
  private final long atMillis = System.currentTimeMillis();

  /** Another one of the same trace; {@link ExportedTraces}' own. */
  Exemplar sibling;

  private volatile boolean exported;
  private volatile boolean dropped;

  Exemplar(Context span, long nanos) {
    traceIdHigh = span.traceIdHigh();
    traceIdLow = span.traceIdLow();
    spanId = span.spanId();
    this.nanos = nanos;
  }

  boolean isOf(long traceIdHigh, long traceIdLow) {
    return this.traceIdLow == traceIdLow && this.traceIdHigh == traceIdHigh;
  }

  boolean sameTrace(Exemplar other) {
    return isOf(other.traceIdHigh, other.traceIdLow);
  }

  long traceIdLow() {
    return traceIdLow;
  }

  void setExported() {
    exported = true;
  }

  boolean isExported() {
    return exported;
  }

  void setDropped() {
    dropped = true;
  }

  /** Its trace was given up, so it will never be shown. */
  boolean isDropped() {
    return dropped;
  }

  public String traceIdHex() {
    return Hex.of128(traceIdHigh, traceIdLow);
  }

  public String spanIdHex() {
    return Hex.of64(spanId);
  }

  /** How long the call took. */
  public double seconds() {
    return nanos / 1e9;
  }

  /** When it was counted, in milliseconds since the epoch. */
  public long atMillis() {
    return atMillis;
  }
}
