package io.obsagent.engine.trace;

import java.util.Arrays;

/**
 * A span that remembers. Written by its owner alone; read by the exporting thread after the
 * fragment has been handed over, whose queue gives the happens-before edge.
 *
 * <p>Attributes sit in one array of alternating keys and values, grown by doubling: setting is a
 * short scan for the same key and two stores. Texts are kept by reference.
 */
public final class RecordedSpan extends Span {
  private static final int FIRST_ATTRIBUTES = 8;
  private static final Object[] NONE = new Object[0];
  private static final ExceptionEvent[] NO_EVENTS = {};

  /** Boxed numbers that recur in every trace (status codes, small counts), so they cost nothing. */
  private static final Long[] SMALL = new Long[1_024];

  static {
    for (int i = 0; i < SMALL.length; i++) {
      SMALL[i] = (long) i;
    }
  }

  final Fragment fragment;
  private final long parentSpanId;
  private final boolean parentRemote;

  /** The next span of the fragment, in reverse order of ending. Written before publication. */
  RecordedSpan next;

  private Object name = "";
  private Object[] attributes = NONE;
  private int attributeCount;
  private int droppedAttributes;
  private ExceptionEvent[] events = NO_EVENTS;
  private int eventCount;
  private int droppedEvents;
  private Context[] links;
  private int linkCount;
  private int droppedLinks;
  private boolean failed;
  private String statusDescription;
  private boolean ended;
  private long endNanos;

  RecordedSpan(
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      int flags,
      String traceState,
      String baggage,
      SpanKind kind,
      InstrumentationScope scope,
      long startNanos,
      Fragment fragment,
      long parentSpanId,
      boolean parentRemote) {
    super(traceIdHigh, traceIdLow, spanId, flags, traceState, baggage, kind, scope, startNanos);
    this.fragment = fragment;
    this.parentSpanId = parentSpanId;
    this.parentRemote = parentRemote;
  }

  @Override
  public boolean isRecording() {
    return !ended;
  }

  @Override
  public void name(String name) {
    if (name != null && !ended) {
      this.name = name;
    }
  }

  @Override
  public void name(DeferredText name) {
    if (name != null && !ended) {
      this.name = name;
    }
  }

  @Override
  public void set(AttributeKey key, String value) {
    if (value != null) {
      int limit = fragment.limits().textLength;
      put(key, value.length() <= limit ? value : value.substring(0, limit));
    }
  }

  @Override
  public void set(AttributeKey key, DeferredText value) {
    if (value != null) {
      put(key, value);
    }
  }

  @Override
  public void set(AttributeKey key, long value) {
    put(key, value >= 0 && value < SMALL.length ? SMALL[(int) value] : Long.valueOf(value));
  }

  @Override
  public void set(AttributeKey key, boolean value) {
    put(key, value ? Boolean.TRUE : Boolean.FALSE);
  }

  @Override
  public void set(AttributeKey key, String[] value) {
    if (value != null) {
      put(key, value);
    }
  }

  private void put(AttributeKey key, Object value) {
    if (ended) {
      return;
    }
    int end = attributeCount << 1;
    for (int i = 0; i < end; i += 2) {
      if (attributes[i] == key) {
        attributes[i + 1] = value;
        return;
      }
    }
    if (attributeCount >= fragment.limits().attributes) {
      droppedAttributes++;
      return;
    }
    if (end == attributes.length) {
      attributes = Arrays.copyOf(attributes, end == 0 ? FIRST_ATTRIBUTES << 1 : end << 1);
    }
    attributes[end] = key;
    attributes[end + 1] = value;
    attributeCount++;
  }

  @Override
  public void fail(String description) {
    if (!ended) {
      failed = true;
      statusDescription = description;
      fragment.markFailed();
    }
  }

  @Override
  public void recordException(Throwable thrown, String message) {
    if (thrown == null || ended || !fragment.firstSightOf(thrown)) {
      return;
    }
    if (eventCount >= fragment.limits().events) {
      droppedEvents++;
      return;
    }
    if (eventCount == events.length) {
      events = Arrays.copyOf(events, eventCount == 0 ? 1 : eventCount << 1);
    }
    events[eventCount++] = new ExceptionEvent(thrown, message, System.nanoTime());
  }

  @Override
  public void link(Context to) {
    if (ended || to == null || !to.hasTrace()) {
      return;
    }
    if (linkCount >= fragment.limits().links) {
      droppedLinks++;
      return;
    }
    if (links == null) {
      links = new Context[2];
    } else if (linkCount == links.length) {
      links = Arrays.copyOf(links, linkCount << 1);
    }
    links[linkCount++] = to;
  }

  @Override
  public void end(long endNanos) {
    if (ended) {
      return;
    }
    ended = true;
    this.endNanos = Math.max(endNanos, startNanos());
    fragment.ended(this);
  }

  @Override
  public boolean retainFragment() {
    return fragment.retain();
  }

  @Override
  public void releaseFragment() {
    fragment.release();
  }

  /** Nanoseconds since the epoch, on the clock of the fragment. */
  public long startEpochNanos() {
    return fragment.epochNanos(startNanos());
  }

  /** Nanoseconds since the epoch, on the clock of the fragment. */
  public long endEpochNanos() {
    return fragment.epochNanos(endNanos);
  }

  /** {@link System#nanoTime} of its end; meaningless before. */
  public long endNanos() {
    return endNanos;
  }

  public boolean hasEnded() {
    return ended;
  }

  /** The span id of the parent, 0 for a root. */
  public long parentSpanId() {
    return parentSpanId;
  }

  /** The parent is in another process. */
  public boolean isParentRemote() {
    return parentRemote;
  }

  /** Builds the text if it was deferred. */
  public String nameText() {
    return name instanceof DeferredText ? ((DeferredText) name).text() : (String) name;
  }

  public boolean isFailed() {
    return failed;
  }

  /** Null if there is none. */
  public String statusDescription() {
    return statusDescription;
  }

  public int attributeCount() {
    return attributeCount;
  }

  public AttributeKey attributeKey(int index) {
    return (AttributeKey) attributes[index << 1];
  }

  /** The value in the type of its key; a deferred text is built and cut to the limit now. */
  public Object attributeValue(int index) {
    Object value = attributes[(index << 1) + 1];
    if (value instanceof DeferredText) {
      String text = ((DeferredText) value).text();
      int limit = fragment.limits().textLength;
      return text != null && text.length() > limit ? text.substring(0, limit) : text;
    }
    return value;
  }

  /** The value of an attribute, or null. For exporters and tests, not for hot paths. */
  public Object attribute(AttributeKey key) {
    for (int i = 0; i < attributeCount; i++) {
      if (attributes[i << 1] == key) {
        return attributeValue(i);
      }
    }
    return null;
  }

  public int droppedAttributes() {
    return droppedAttributes;
  }

  public int eventCount() {
    return eventCount;
  }

  public ExceptionEvent event(int index) {
    return events[index];
  }

  public int droppedEvents() {
    return droppedEvents;
  }

  public int linkCount() {
    return linkCount;
  }

  public Context link(int index) {
    return links[index];
  }

  public int droppedLinks() {
    return droppedLinks;
  }

  public Fragment fragment() {
    return fragment;
  }
}
