package io.obsagent.engine.recorder;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.ExceptionEvent;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.LinkAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.RestoredFragment;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.Tracer;

/**
 * A fragment as bytes, and back: everything that is exported of it, deferred texts built and
 * exceptions rendered, so that nothing of the application is kept alive. Times are differences to
 * the span before. Not thread-safe.
 */
final class FragmentCodec {
  private static final SpanKind[] KINDS = SpanKind.values();

  private static final int ENDED = 1;
  private static final int FAILED = 2;
  private static final int REMOTE_PARENT = 4;
  private static final int EXTRAS = 8;
  private static final int IS_ROOT = 16;

  /** Of a fragment; which has {@link #FAILED} as well. */
  private static final int LATE = 1;

  private final Constants<AttributeKey> keys = new Constants<>();
  private final Constants<InstrumentationScope> scopes = new Constants<>();

  /** Writes all but the trace id. */
  void write(Fragment fragment, ByteWriter to) {
    RecordedSpan root = fragment.root();
    to.fixed(RestoredFragment.anchorOf(fragment));
    to.number((fragment.isLate() ? LATE : 0) | (fragment.isFailed() ? FAILED : 0));
    to.number(fragment.incompleteParts());
    to.number(fragment.part());
    boolean elsewhere = !fragment.hasRoot();
    to.number(fragment.size() + (elsewhere ? 1 : 0));
    long time = elsewhere ? write(root, root, false, 0, to) : 0;
    for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
      time = write(span, root, true, time, to);
    }
  }

  /**
   * @param ended false for a root that is not in the fragment: its owner may be writing, so no more
   *     is read than who it is
   */
  private long write(
      RecordedSpan span, RecordedSpan root, boolean ended, long time, ByteWriter to) {
    boolean extras = ended && hasExtras(span);
    to.number(
        (ended ? ENDED : 0)
            | (ended && span.isFailed() ? FAILED : 0)
            | (span.isParentRemote() ? REMOTE_PARENT : 0)
            | (extras ? EXTRAS : 0)
            | (span == root ? IS_ROOT : 0));
    to.fixed(span.spanId());
    to.fixed(span.parentSpanId());
    to.number(span.parent().flags());
    to.number(span.flags());
    to.number(span.kind().ordinal());
    to.number(Math.max(0, scopes.number(span.scope())));
    to.text(span.traceState());
    to.text(ended ? span.nameText() : null);
    to.signed(span.startNanos() - time);
    to.signed(ended ? span.endNanos() - span.startNanos() : 0);
    if (ended) {
      attributes(span, to);
    }
    to.number(0);
    if (extras) {
      extras(span, to);
    }
    return span.startNanos();
  }

  private static boolean hasExtras(RecordedSpan span) {
    return span.eventCount() > 0
        || span.linkCount() > 0
        || span.statusDescription() != null
        || span.droppedAttributes() > 0
        || span.droppedEvents() > 0
        || span.droppedLinks() > 0
        || span.collapsed() > 0;
  }

  private void attributes(RecordedSpan span, ByteWriter to) {
    for (int i = 0; i < span.attributeCount(); i++) {
      int key = keys.number(span.attributeKey(i));
      Object value = key < 0 ? null : span.attributeValue(i);
      if (value == null) {
        continue;
      }
      to.number(key + 1L);
      write(span.attributeKey(i), value, to);
    }
  }

  private static void write(AttributeKey key, Object value, ByteWriter to) {
    switch (key.type()) {
      case STRING:
        to.text((String) value);
        break;
      case LONG:
        to.signed((Long) value);
        break;
      case BOOLEAN:
        to.number((Boolean) value ? 1 : 0);
        break;
      case DOUBLE:
        to.fixed(Double.doubleToRawLongBits((Double) value));
        break;
      case STRING_ARRAY:
        String[] texts = (String[]) value;
        to.number(texts.length);
        for (String text : texts) {
          to.text(text);
        }
        break;
    }
  }

  private void extras(RecordedSpan span, ByteWriter to) {
    to.text(span.statusDescription());
    to.number(span.droppedAttributes());
    to.number(span.droppedEvents());
    to.number(span.droppedLinks());
    to.number(span.collapsed());
    to.number(span.eventCount());
    for (int i = 0; i < span.eventCount(); i++) {
      ExceptionEvent event = span.event(i);
      to.text(event.type());
      to.text(event.message());
      to.text(event.stackTrace());
      to.signed(event.nanos() - span.startNanos());
    }
    to.number(span.linkCount());
    for (int i = 0; i < span.linkCount(); i++) {
      Context link = span.link(i);
      to.fixed(link.traceIdHigh());
      to.fixed(link.traceIdLow());
      to.fixed(link.spanId());
      to.number(link.flags());
      to.number(link.isRemote() ? 1 : 0);
      to.text(link.traceState());
      write(span.linkAttributes(i), to);
    }
  }

  private void write(LinkAttributes about, ByteWriter to) {
    for (int i = 0; about != null && i < about.count(); i++) {
      int key = keys.number(about.key(i));
      if (key >= 0) {
        to.number(key + 1L);
        write(about.key(i), about.value(i), to);
      }
    }
    to.number(0);
  }

  /** Makes the fragment again. */
  Fragment read(Tracer tracer, long traceIdHigh, long traceIdLow, ByteReader from) {
    long anchor = from.fixed();
    int flags = (int) from.number();
    int incompleteParts = (int) from.number();
    int part = (int) from.number();
    RestoredFragment made =
        new RestoredFragment(tracer, traceIdHigh, traceIdLow, anchor, (flags & LATE) != 0);
    RecordedSpan root = null;
    long time = 0;
    for (long left = from.number(); left > 0; left--) {
      int what = (int) from.number();
      long id = from.fixed();
      long parentId = from.fixed();
      int parentFlags = (int) from.number();
      Context parent =
          parentId == 0
              ? Context.ROOT
              : RestoredFragment.context(
                  traceIdHigh,
                  traceIdLow,
                  parentId,
                  parentFlags,
                  (what & REMOTE_PARENT) != 0,
                  null);
      int spanFlags = (int) from.number();
      SpanKind kind = KINDS[(int) from.number()];
      InstrumentationScope scope = scopes.object(from.number());
      String traceState = from.text();
      String name = from.text();
      time += from.signed();
      RecordedSpan span = made.begin(id, spanFlags, traceState, parent, kind, scope, time);
      span.name(name);
      long end = time + from.signed();
      readAttributes(made, from);
      int[] dropped = new int[4];
      String description = (what & EXTRAS) != 0 ? readExtras(made, time, dropped, from) : null;
      made.end(end, (what & ENDED) != 0, (what & FAILED) != 0, description, dropped);
      if ((what & IS_ROOT) != 0) {
        root = span;
      }
    }
    return made.fragment(root, (flags & FAILED) != 0, incompleteParts, part);
  }

  private void readAttributes(RestoredFragment made, ByteReader from) {
    for (long number = from.number(); number > 0; number = from.number()) {
      AttributeKey key = keys.object(number - 1);
      made.attribute(key, read(key, from));
    }
  }

  private static Object read(AttributeKey key, ByteReader from) {
    switch (key.type()) {
      case STRING:
        return from.text();
      case LONG:
        return from.signed();
      case BOOLEAN:
        return from.number() == 1;
      case DOUBLE:
        return Double.longBitsToDouble(from.fixed());
      case STRING_ARRAY:
        String[] texts = new String[(int) from.number()];
        for (int i = 0; i < texts.length; i++) {
          texts[i] = from.text();
        }
        return texts;
    }
    throw new IllegalArgumentException(key.name());
  }

  /** Null if there are none. */
  private LinkAttributes readLinkAttributes(ByteReader from) {
    LinkAttributes about = null;
    for (long number = from.number(); number > 0; number = from.number()) {
      AttributeKey key = keys.object(number - 1);
      Object value = read(key, from);
      about = about == null ? new LinkAttributes() : about;
      if (value instanceof String) {
        about.add(key, (String) value);
      } else if (value instanceof Long) {
        about.add(key, (Long) value);
      } else {
        about.add(key, (Boolean) value);
      }
    }
    return about;
  }

  private String readExtras(RestoredFragment made, long start, int[] dropped, ByteReader from) {
    String description = from.text();
    for (int i = 0; i < dropped.length; i++) {
      dropped[i] = (int) from.number();
    }
    for (long left = from.number(); left > 0; left--) {
      String type = from.text();
      String message = from.text();
      String stackTrace = from.text();
      made.exception(type, message, stackTrace, start + from.signed());
    }
    for (long left = from.number(); left > 0; left--) {
      long high = from.fixed();
      long low = from.fixed();
      long id = from.fixed();
      int flags = (int) from.number();
      boolean remote = from.number() == 1;
      Context to = RestoredFragment.context(high, low, id, flags, remote, from.text());
      made.link(to, readLinkAttributes(from));
    }
    return description;
  }
}
