package io.obsagent.engine.trace;

/**
 * One call in this process. The base class is a span that is <em>not</em> recorded: it has an
 * identity to send on and a start to measure from, and forgets all else. {@link RecordedSpan}
 * overrides what it remembers, so callers need not ask which they have.
 *
 * <p>A span has one owner at a time: the thread, or the callback, that will end it. It is no lock
 * and needs none; handing it over needs the happens-before edge that handing over the call itself
 * has. Reading its identity (it is a {@link Context}) is safe from everywhere.
 *
 * <p>Size: 64 bytes with compressed references. Cost of a call on an unrecorded span: nothing.
 */
public class Span extends Context {
  private final InstrumentationScope scope;
  private final byte kind;
  private final long startNanos;

  Span(
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      int flags,
      String traceState,
      Object carried,
      SpanKind kind,
      InstrumentationScope scope,
      long startNanos) {
    super(traceIdHigh, traceIdLow, spanId, flags, traceState, carried);
    this.kind = (byte) kind.ordinal();
    this.scope = scope;
    this.startNanos = startNanos;
  }

  /** Whether attributes, events and the rest are remembered. */
  public boolean isRecording() {
    return false;
  }

  public final SpanKind kind() {
    return SpanKind.of(kind);
  }

  /** Which instrumentation opened it. */
  public final InstrumentationScope scope() {
    return scope;
  }

  /** {@link System#nanoTime} when it began. */
  public final long startNanos() {
    return startNanos;
  }

  /** Names the span; a later name replaces an earlier one. */
  public void name(String name) {}

  /** Names the span by a text that is built on export. */
  public void name(DeferredText name) {}

  /** Sets or replaces a text attribute; null is ignored. */
  public void set(AttributeKey key, String value) {}

  /** Sets or replaces a text attribute that is built on export; null is ignored. */
  public void set(AttributeKey key, DeferredText value) {}

  /** Sets or replaces a number. Allocates a {@link Long} beyond the commonly used values. */
  public void set(AttributeKey key, long value) {}

  /** Sets or replaces a number that is read on export; null is ignored. */
  public void setLater(AttributeKey key, DeferredNumber value) {}

  public void set(AttributeKey key, boolean value) {}

  /** Sets or replaces an array; the array must not change afterwards. Null is ignored. */
  public void set(AttributeKey key, String[] value) {}

  /**
   * Marks the span failed. Without this call the status stays unset.
   *
   * @param description what happened, already free of secrets; null where a status code says it
   */
  public void fail(String description) {}

  /**
   * Records an exception as event {@code exception}, once per fragment: neither it, nor one that
   * carries it as a cause, is recorded again on an outer span. Keeps a reference and renders the
   * stack trace on export.
   *
   * @param message the message to show instead of the exception's own (sanitised), or null for its
   *     own
   */
  public void recordException(Throwable thrown, String message) {}

  /** Links to another span; ignored if it has no identity. */
  public final void link(Context to) {
    link(to, null);
  }

  /**
   * Links to another span; ignored if it has no identity.
   *
   * @param about what is said about the link; null is nothing
   */
  public void link(Context to, LinkAttributes about) {}

  /** Ends the span now. Ending twice does nothing. */
  public final void end() {
    end(System.nanoTime());
  }

  /**
   * Ends the span.
   *
   * @param endNanos {@link System#nanoTime} of its end
   */
  public void end(long endNanos) {}

  /**
   * Keeps the fragment of this span open while work that belongs to it is handed to another thread.
   *
   * @return true if {@link #releaseFragment} must be called once that work is done or cancelled
   */
  public boolean retainFragment() {
    return false;
  }

  /** Undoes one successful {@link #retainFragment}. */
  public void releaseFragment() {}
}
