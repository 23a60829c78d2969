package io.obsagent.engine.trace;

/**
 * Makes a complete fragment, and its spans, from what was written down about them; it exports as
 * the original did. Parents are known by their identity only, baggage and request id not at all.
 *
 * <p>Not thread-safe; for the thread that reads.
 */
public final class RestoredFragment {
  private final Fragment fragment;
  private final long traceIdHigh;
  private final long traceIdLow;
  private RecordedSpan first;
  private RecordedSpan last;
  private RecordedSpan span;

  /**
   * @param tracer whose limits and sink are those of the fragment
   * @param epochAnchor as {@link #anchorOf} the original
   */
  public RestoredFragment(
      Tracer tracer, long traceIdHigh, long traceIdLow, long epochAnchor, boolean late) {
    this.fragment = new Fragment(tracer, epochAnchor, late);
    this.traceIdHigh = traceIdHigh;
    this.traceIdLow = traceIdLow;
  }

  /** What turns {@link System#nanoTime} of this fragment's spans into time since the epoch. */
  public static long anchorOf(Fragment fragment) {
    return fragment.epochAnchor();
  }

  /** A context by its identity: a parent, or a link's target. */
  public static Context context(
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      int flags,
      boolean remote,
      String traceState) {
    return remote
        ? Context.remote(traceIdHigh, traceIdLow, spanId, flags, traceState, null)
        : new Context(traceIdHigh, traceIdLow, spanId, flags, traceState, null);
  }

  /**
   * Begins the next span, the one that ended last first; what follows is about this one.
   *
   * @param parent {@link Context#ROOT} for none
   */
  public RecordedSpan begin(
      long spanId,
      int flags,
      String traceState,
      Context parent,
      SpanKind kind,
      InstrumentationScope scope,
      long startNanos) {
    span =
        new RecordedSpan(
            traceIdHigh,
            traceIdLow,
            spanId,
            flags,
            traceState,
            null,
            kind,
            scope,
            startNanos,
            fragment,
            parent);
    return span;
  }

  public RestoredFragment attribute(AttributeKey key, Object value) {
    span.restore(key, value);
    return this;
  }

  public RestoredFragment exception(String type, String message, String stackTrace, long nanos) {
    span.restore(new ExceptionEvent(type, message, stackTrace, nanos));
    return this;
  }

  /**
   * One more link.
   *
   * @param about null for none
   */
  public RestoredFragment link(Context to, LinkAttributes about) {
    span.restoreLink(to, about);
    return this;
  }

  /**
   * Ends the span.
   *
   * @param ended false for a root that was open: it is not among the fragment's spans
   * @param dropped attributes, events and links over their limits, siblings collapsed
   */
  public void end(
      long endNanos, boolean ended, boolean failed, String statusDescription, int[] dropped) {
    span.restore(endNanos, ended, failed, statusDescription, dropped);
    if (!ended) {
      return;
    }
    if (last == null) {
      first = span;
    } else {
      last.next = span;
    }
    last = span;
  }

  /**
   * Ends the fragment.
   *
   * @param root one of those that were {@linkplain #begin begun}
   * @param part 0 for a whole one
   */
  public Fragment fragment(RecordedSpan root, boolean failed, int incompleteParts, int part) {
    fragment.restore(root, first, incompleteParts, part);
    if (failed) {
      // Perhaps by a span that is not among these.
      fragment.markFailed();
    }
    return fragment;
  }
}
