package io.obsagent.engine.export;

import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.ExceptionEvent;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.LinkAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Verdict;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Our span as OpenTelemetry sees one. Bound to one span after another: a view that is reused
 * allocates nothing for an ordinary span. Deferred texts are built when it is bound. For the
 * exporting thread.
 */
final class SpanView implements SpanData {
  private static final SpanKind[] KINDS = {
    SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER
  };

  private final ExportNames names;
  private final SpanContextView identity = new SpanContextView();
  private final SpanContextView parent = new SpanContextView();
  private final AttributesView attributes = new AttributesView();
  private RecordedSpan span;
  private String name = "";
  private StatusData status = StatusData.unset();
  private InstrumentationScopeInfo scope = InstrumentationScopeInfo.empty();
  private List<EventData> events = Collections.emptyList();
  private List<LinkData> links = Collections.emptyList();

  SpanView(ExportNames names) {
    this.names = names;
  }

  /**
   * Shows this span from now on.
   *
   * @param fragment that delivers the span: for a late one not that in which it was opened
   */
  void bind(Fragment fragment, RecordedSpan span) {
    this.span = span;
    Verdict verdict = fragment.verdict();
    identity.bindKept(
        span,
        verdict == null
            ? names.traceState(span.traceState())
            : names.traceState(span.traceState(), verdict.threshold()));
    parent.bindParent(span);
    String text = span.nameText();
    name = text == null ? "" : text;
    status = status(span);
    scope = names.scope(span.scope());
    attributes.bind(span, names);
    events = span.eventCount() == 0 ? Collections.<EventData>emptyList() : events(span);
    links = span.linkCount() == 0 ? Collections.<LinkData>emptyList() : links(span);
    if (span.collapsed() > 0) {
      attributes.add(ExportNames.COLLAPSED, (long) span.collapsed());
    }
    // Said on the local root, or, where that is still open, on the span that ended last.
    if (span == fragment.root() || (span == fragment.last() && !fragment.hasRoot())) {
      if (fragment.incompleteParts() > 0) {
        attributes.add(ExportNames.INCOMPLETE_PARTS, (long) fragment.incompleteParts());
      }
      if (fragment.part() > 0) {
        attributes.add(ExportNames.PART, (long) fragment.part());
      }
      if (verdict != null) {
        attributes.add(ExportNames.POLICY, verdict.policy());
      }
      if (fragment.isLate()) {
        attributes.add(ExportNames.LATE, true);
      }
    }
  }

  /** Lets go of the span, so that a view that waits keeps nothing alive. */
  void unbind() {
    span = null;
    name = "";
    status = StatusData.unset();
    events = Collections.emptyList();
    links = Collections.emptyList();
    attributes.clear();
    identity.clear();
    parent.clear();
  }

  private static StatusData status(RecordedSpan span) {
    if (!span.isFailed()) {
      return StatusData.unset();
    }
    String description = span.statusDescription();
    return description == null || description.isEmpty()
        ? StatusData.error()
        : StatusData.create(StatusCode.ERROR, description);
  }

  private static List<EventData> events(RecordedSpan span) {
    List<EventData> list = new ArrayList<>(span.eventCount());
    for (int i = 0; i < span.eventCount(); i++) {
      ExceptionEvent event = span.event(i);
      AttributesBuilder about = Attributes.builder().put("exception.type", event.type());
      String message = event.message();
      if (message != null) {
        about.put("exception.message", message);
      }
      about.put("exception.stacktrace", event.stackTrace());
      list.add(
          EventData.create(
              span.fragment().toEpochNanos(event.nanos()), "exception", about.build()));
    }
    return list;
  }

  private List<LinkData> links(RecordedSpan span) {
    List<LinkData> list = new ArrayList<>(span.linkCount());
    for (int i = 0; i < span.linkCount(); i++) {
      Context to = span.link(i);
      SpanContextView target = new SpanContextView();
      target.bind(to, names.traceState(to.traceState()));
      LinkAttributes about = span.linkAttributes(i);
      list.add(
          about == null
              ? LinkData.create(target)
              : LinkData.create(target, AttributesView.of(about, names)));
    }
    return list;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public SpanKind getKind() {
    return KINDS[span.kind().ordinal()];
  }

  @Override
  public SpanContext getSpanContext() {
    return identity;
  }

  @Override
  public SpanContext getParentSpanContext() {
    return parent;
  }

  @Override
  public StatusData getStatus() {
    return status;
  }

  @Override
  public long getStartEpochNanos() {
    return span.startEpochNanos();
  }

  @Override
  public long getEndEpochNanos() {
    return span.endEpochNanos();
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return events;
  }

  @Override
  public List<LinkData> getLinks() {
    return links;
  }

  @Override
  public boolean hasEnded() {
    return span.hasEnded();
  }

  @Override
  public int getTotalRecordedEvents() {
    return events.size() + span.droppedEvents();
  }

  @Override
  public int getTotalRecordedLinks() {
    return links.size() + span.droppedLinks();
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size() + span.droppedAttributes();
  }

  @Override
  @Deprecated
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(
        scope.getName(), scope.getVersion());
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  @Override
  public Resource getResource() {
    return names.resource();
  }
}
