package io.obsagent.engine.export;

import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.RecordedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A batch as the body of an {@code ExportTraceServiceRequest} (field numbers: opentelemetry-proto
 * 1.x). OpenTelemetry's marshaller takes about 900 bytes for each span that has a {@code
 * tracestate}, as ours do, and goes over everything twice; this one takes none
 * (docs/performance.md).
 *
 * <p>Encoded on the exporting thread. Afterwards nothing of the batch is referred to; the sender
 * may copy the body on any thread until the answer is there.
 */
final class TraceMessage extends ProtoWriter
    implements MessageWriter, BiConsumer<AttributeKey<?>, Object> {
  private static final int PARENT_IS_REMOTE_KNOWN = 0x100;
  private static final int PARENT_IS_REMOTE = 0x200;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final ExportNames names;
  private final SpanView view;
  private final List<InstrumentationScope> scopes = new ArrayList<>();
  private int attributeField;

  TraceMessage(ExportNames names) {
    this.names = names;
    this.view = new SpanView(names);
  }

  /** Replaces what was there. */
  void encode(List<Fragment> fragments) {
    reset();
    long resourceSpans = begin(1, 3);
    long resource = begin(1, 2);
    attributes(1, names.resource().getAttributes());
    end(resource);
    collectScopes(fragments);
    for (int i = 0; i < scopes.size(); i++) {
      scopeSpans(scopes.get(i), fragments);
    }
    scopes.clear();
    String schema = names.resource().getSchemaUrl();
    if (schema != null) {
      text(3, schema);
    }
    end(resourceSpans);
  }

  /** A handful: one per instrumented library. */
  private void collectScopes(List<Fragment> fragments) {
    for (int i = 0; i < fragments.size(); i++) {
      RecordedSpan span = fragments.get(i).last();
      for (; span != null; span = Fragment.next(span)) {
        if (!isCollected(span.scope())) {
          scopes.add(span.scope());
        }
      }
    }
  }

  private boolean isCollected(InstrumentationScope scope) {
    for (int i = 0; i < scopes.size(); i++) {
      if (scopes.get(i) == scope) {
        return true;
      }
    }
    return false;
  }

  private void scopeSpans(InstrumentationScope scope, List<Fragment> fragments) {
    long scopeSpans = begin(2, 3);
    InstrumentationScopeInfo info = names.scope(scope);
    long about = begin(1, 1);
    text(1, info.getName());
    if (info.getVersion() != null) {
      text(2, info.getVersion());
    }
    end(about);
    for (int i = 0; i < fragments.size(); i++) {
      Fragment fragment = fragments.get(i);
      for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
        if (span.scope() == scope) {
          view.bind(fragment, span);
          span(span);
          view.unbind();
        }
      }
    }
    end(scopeSpans);
  }

  private void span(RecordedSpan span) {
    long begun = begin(2, 2);
    id(1, span.traceIdHigh(), span.traceIdLow());
    id(2, span.spanId());
    traceState(view.getSpanContext());
    if (span.parentSpanId() != 0) {
      id(4, span.parentSpanId());
    }
    text(5, view.getName());
    number(6, span.kind().ordinal() + 1);
    fixed64(7, view.getStartEpochNanos());
    fixed64(8, view.getEndEpochNanos());
    attributes(9, view.getAttributes());
    count(10, span.droppedAttributes());
    List<EventData> events = view.getEvents();
    for (int i = 0; i < events.size(); i++) {
      event(events.get(i));
    }
    count(12, span.droppedEvents());
    List<LinkData> links = view.getLinks();
    for (int i = 0; i < links.size(); i++) {
      link(links.get(i));
    }
    count(14, span.droppedLinks());
    if (view.getStatus().getStatusCode() == StatusCode.ERROR) {
      long status = begin(15, 1);
      if (!view.getStatus().getDescription().isEmpty()) {
        text(2, view.getStatus().getDescription());
      }
      number(3, 2);
      end(status);
    }
    fixed32(16, flags(view.getSpanContext(), span.isParentRemote()));
    end(begun);
  }

  private static int flags(SpanContext context, boolean remote) {
    int known = remote ? PARENT_IS_REMOTE_KNOWN | PARENT_IS_REMOTE : PARENT_IS_REMOTE_KNOWN;
    return context.getTraceFlags().asByte() & 0xff | known;
  }

  /** Both are ours or the empty one; either says its members as they came. */
  private void traceState(SpanContext context) {
    TraceState state = context.getTraceState();
    if (state instanceof TraceStateText) {
      text(3, state.toString());
    }
  }

  private void event(EventData event) {
    long begun = begin(11, 2);
    fixed64(1, event.getEpochNanos());
    text(2, event.getName());
    attributes(3, event.getAttributes());
    end(begun);
  }

  private void link(LinkData link) {
    long begun = begin(13, 1);
    Context to = ((SpanContextView) link.getSpanContext()).context();
    id(1, to.traceIdHigh(), to.traceIdLow());
    id(2, to.spanId());
    traceState(link.getSpanContext());
    attributes(4, link.getAttributes());
    fixed32(6, flags(link.getSpanContext(), link.getSpanContext().isRemote()));
    end(begun);
  }

  private void attributes(int field, Attributes attributes) {
    attributeField = field;
    attributes.forEach(this);
  }

  /** One attribute; called back by {@link Attributes#forEach}, so that no lambda is made. */
  @Override
  public void accept(AttributeKey<?> key, Object value) {
    long pair = begin(attributeField, 1);
    text(KEY, key.getKey());
    value(VALUE, value);
    end(pair);
  }

  private void value(int field, Object value) {
    long any = begin(field, 1);
    if (value instanceof String) {
      text(1, (String) value);
    } else if (value instanceof Long) {
      number(3, (Long) value);
    } else if (value instanceof Boolean) {
      number(2, (Boolean) value ? 1 : 0);
    } else if (value instanceof Double) {
      fixed64(4, Double.doubleToRawLongBits((Double) value));
    } else if (value instanceof List) {
      List<?> list = (List<?>) value;
      long array = begin(5, 1);
      for (int i = 0; i < list.size(); i++) {
        value(1, list.get(i));
      }
      end(array);
    }
    end(any);
  }

  @Override
  public void writeMessage(OutputStream output) throws IOException {
    copyTo(output);
  }

  @Override
  public int getContentLength() {
    return size();
  }
}
