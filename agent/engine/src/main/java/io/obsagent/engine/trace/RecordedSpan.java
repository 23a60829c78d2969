package io.obsagent.engine.trace;

import java.util.Arrays;

/**
 * A span that remembers. Written by its owner alone; read by the exporting thread after the
 * fragment has been handed over, whose queue gives the happens-before edge.
 *
 * <p>Attributes sit in one array of alternating keys and values, grown by doubling: setting is a
 * short scan for the same key and two stores. Texts are kept by reference.
 *
 * <p>Size: 96 bytes with compressed references, before attributes.
 */
public final class RecordedSpan extends Span {
  private static final int FIRST_ATTRIBUTES = 8;

  /** A request has 11 to 14; growing once more took 96 bytes of each. */
  private static final int FIRST_SERVER_ATTRIBUTES = 14;

  private static final int FIRST_MESSAGING_ATTRIBUTES = 10;

  private static final Object[] NONE = new Object[0];

  /** Boxed numbers that recur in every trace (status codes, small counts), so they cost nothing. */
  private static final Long[] SMALL = new Long[1_024];

  static {
    for (int i = 0; i < SMALL.length; i++) {
      SMALL[i] = (long) i;
    }
  }

  /** Ports recur too, by their last bits. Boxes are immutable, so a lost race does no harm. */
  private static final Long[] PORT_BOXES = new Long[1_024];

  private static final int PORTS = 1 << 16;

  final Fragment fragment;

  /** The parent's context; its memory is shared with the parent span or was paid on arrival. */
  private final Context parent;

  /** The next span of the fragment, in reverse order of ending. Written before publication. */
  RecordedSpan next;

  private Object name = "";
  private Object[] attributes = NONE;
  private SpanExtras extras = SpanExtras.NONE;
  private long endNanos;
  private short attributeCount;
  private boolean failed;
  private boolean ended;

  RecordedSpan(
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      int flags,
      String traceState,
      Object carried,
      SpanKind kind,
      InstrumentationScope scope,
      long startNanos,
      Fragment fragment,
      Context parent) {
    super(traceIdHigh, traceIdLow, spanId, flags, traceState, carried, kind, scope, startNanos);
    this.fragment = fragment;
    this.parent = parent;
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
    put(key, boxed(value));
  }

  private static Long boxed(long value) {
    if (value < 0 || value >= PORTS) {
      return value;
    }
    if (value < SMALL.length) {
      return SMALL[(int) value];
    }
    int slot = (int) value & PORT_BOXES.length - 1;
    Long known = PORT_BOXES[slot];
    if (known == null || known != value) {
      known = value;
      PORT_BOXES[slot] = known;
    }
    return known;
  }

  @Override
  public void setLater(AttributeKey key, DeferredNumber value) {
    if (value != null) {
      put(key, value);
    }
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
      extras().droppedAttributes++;
      return;
    }
    if (end == attributes.length) {
      attributes = Arrays.copyOf(attributes, end == 0 ? firstAttributes() << 1 : end << 1);
    }
    attributes[end] = key;
    attributes[end + 1] = value;
    attributeCount++;
  }

  private int firstAttributes() {
    switch (kind()) {
      case SERVER:
        return FIRST_SERVER_ATTRIBUTES;
      case PRODUCER:
      case CONSUMER:
        return FIRST_MESSAGING_ATTRIBUTES;
      default:
        return FIRST_ATTRIBUTES;
    }
  }

  private SpanExtras extras() {
    if (extras == SpanExtras.NONE) {
      extras = new SpanExtras();
    }
    return extras;
  }

  @Override
  public void fail(String description) {
    if (!ended) {
      failed = true;
      if (description != null) {
        extras().statusDescription = description;
      }
      fragment.markFailed();
    }
  }

  @Override
  public void recordException(Throwable thrown, String message) {
    if (thrown != null && !ended && fragment.firstSightOf(thrown)) {
      extras()
          .add(new ExceptionEvent(thrown, message, System.nanoTime()), fragment.limits().events);
    }
  }

  @Override
  public void link(Context to, LinkAttributes about) {
    if (to != null && to.hasTrace() && !ended) {
      if (about != null) {
        about.cutTexts(fragment.limits().textLength);
      }
      extras().add(to, about, fragment.limits().links);
    }
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

  /** As {@link #end(long)} and as all that was left out, for a span that is read back. */
  void restore(
      long endNanos, boolean ended, boolean failed, String statusDescription, int[] dropped) {
    this.endNanos = endNanos;
    this.ended = ended;
    this.failed = failed;
    if (statusDescription != null) {
      extras().statusDescription = statusDescription;
    }
    if ((dropped[0] | dropped[1] | dropped[2] | dropped[3]) != 0) {
      extras().droppedAttributes = dropped[0];
      extras().droppedEvents = dropped[1];
      extras().droppedLinks = dropped[2];
      extras().collapsed = dropped[3];
    }
  }

  /** One more attribute of a span that is read back: its limits were kept when it was recorded. */
  void restore(AttributeKey key, Object value) {
    int end = attributeCount << 1;
    if (end == attributes.length) {
      attributes = Arrays.copyOf(attributes, end == 0 ? FIRST_ATTRIBUTES << 1 : end << 1);
    }
    attributes[end] = key;
    attributes[end + 1] = value;
    attributeCount++;
  }

  void restore(ExceptionEvent event) {
    extras().add(event, Integer.MAX_VALUE);
  }

  void restoreLink(Context link, LinkAttributes about) {
    extras().add(link, about, Integer.MAX_VALUE);
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
    return parent.spanId();
  }

  /** The fragment of a parent in this process, else null. */
  Fragment parentFragment() {
    return parent instanceof RecordedSpan ? ((RecordedSpan) parent).fragment : null;
  }

  /** The parent is in another process. */
  public boolean isParentRemote() {
    return parent.isRemote();
  }

  /** The parent's context: of another span here, one that came in headers, or none. */
  public Context parent() {
    return parent;
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
    return extras.statusDescription;
  }

  public int attributeCount() {
    return attributeCount;
  }

  public AttributeKey attributeKey(int index) {
    return (AttributeKey) attributes[index << 1];
  }

  /** The value in the type of its key; a deferred one is made now. Null if it is nothing. */
  public Object attributeValue(int index) {
    Object value = attributes[(index << 1) + 1];
    if (value instanceof DeferredText) {
      String text = ((DeferredText) value).text();
      int limit = fragment.limits().textLength;
      return text != null && text.length() > limit ? text.substring(0, limit) : text;
    }
    return value instanceof DeferredNumber ? ((DeferredNumber) value).number() : value;
  }

  /**
   * Characters of a text, or of the texts of an array; {@code otherwise} for all else, and for a
   * text that is not built yet.
   */
  public int attributeLength(int index, int otherwise) {
    Object value = attributes[(index << 1) + 1];
    if (value instanceof String) {
      return ((String) value).length();
    }
    if (!(value instanceof String[])) {
      return otherwise;
    }
    int length = 0;
    for (String text : (String[]) value) {
      length += text == null ? 0 : text.length();
    }
    return length;
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

  /** This span stands for so many more of its siblings. By whoever has the fragment for himself. */
  void collapse(int spans) {
    extras().collapsed += spans;
  }

  /**
   * Spans that were left out of a fragment grown too large and are like this one, or below such.
   */
  public int collapsed() {
    return extras.collapsed;
  }

  public int droppedAttributes() {
    return extras.droppedAttributes;
  }

  public int eventCount() {
    return extras.eventCount;
  }

  public ExceptionEvent event(int index) {
    return extras.event(index);
  }

  public int droppedEvents() {
    return extras.droppedEvents;
  }

  public int linkCount() {
    return extras.linkCount;
  }

  public Context link(int index) {
    return extras.link(index);
  }

  /** What is said about a link; null if nothing is. */
  public LinkAttributes linkAttributes(int index) {
    return extras.linkAttributes(index);
  }

  public int droppedLinks() {
    return extras.droppedLinks;
  }

  /**
   * Roughly what this span keeps alive, in bytes: itself, its array, its texts (a byte per
   * character; texts that are shared between spans count each time) and 4 KiB per exception. Builds
   * no deferred text. For the exporting thread.
   */
  public int estimatedBytes() {
    long bytes = 176 + 4L * attributes.length + 4_096L * eventCount() + 64L * linkCount();
    for (int i = 1; i < attributeCount << 1; i += 2) {
      Object value = attributes[i];
      if (value instanceof String) {
        bytes += 48 + ((String) value).length();
      } else if (value instanceof String[]) {
        for (String text : (String[]) value) {
          bytes += 52 + (text == null ? 0 : text.length());
        }
      } else {
        bytes += 32;
      }
    }
    bytes += extras.linkAttributeBytes();
    return (int) Math.min(bytes, 1 << 24);
  }

  public Fragment fragment() {
    return fragment;
  }
}
