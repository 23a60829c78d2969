package io.obsagent.smoke.receiver;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A span as it came over the wire, its resource and scope beside it. Ids are lower-case hex; the
 * parent of a root is the empty string.
 */
public record ReceivedSpan(
    String traceId,
    String spanId,
    String parentSpanId,
    String name,
    Kind kind,
    Map<String, Object> attributes,
    Status status,
    String statusDescription,
    List<Event> events,
    List<Link> links,
    Map<String, Object> resource,
    Scope scope,
    Span proto) {

  private static final int HAS_IS_REMOTE = 0x100;
  private static final int IS_REMOTE = 0x200;

  /** As in OTLP. */
  public enum Kind {
    UNSPECIFIED,
    INTERNAL,
    SERVER,
    CLIENT,
    PRODUCER,
    CONSUMER
  }

  /** As in OTLP. */
  public enum Status {
    UNSET,
    OK,
    ERROR
  }

  /** Something that happened during a span. */
  public record Event(String name, long timeNanos, Map<String, Object> attributes) {}

  /** Another span that has to do with this one. */
  public record Link(String traceId, String spanId, Map<String, Object> attributes) {}

  /** Who made the span. */
  public record Scope(String name, String version) {
    static Scope of(InstrumentationScope scope) {
      return new Scope(scope.getName(), scope.getVersion());
    }
  }

  static List<ReceivedSpan> listOf(ExportTraceServiceRequest request) {
    List<ReceivedSpan> spans = new ArrayList<>();
    for (ResourceSpans resourceSpans : request.getResourceSpansList()) {
      Map<String, Object> resource =
          Attributes.map(resourceSpans.getResource().getAttributesList());
      for (ScopeSpans scopeSpans : resourceSpans.getScopeSpansList()) {
        Scope scope = Scope.of(scopeSpans.getScope());
        for (Span span : scopeSpans.getSpansList()) {
          spans.add(of(span, resource, scope));
        }
      }
    }
    return spans;
  }

  private static ReceivedSpan of(Span span, Map<String, Object> resource, Scope scope) {
    return new ReceivedSpan(
        Attributes.hex(span.getTraceId()),
        Attributes.hex(span.getSpanId()),
        Attributes.hex(span.getParentSpanId()),
        span.getName(),
        Kind.values()[span.getKindValue()],
        Attributes.map(span.getAttributesList()),
        Status.values()[span.getStatus().getCodeValue()],
        span.getStatus().getMessage(),
        span.getEventsList().stream()
            .map(
                event ->
                    new Event(
                        event.getName(),
                        event.getTimeUnixNano(),
                        Attributes.map(event.getAttributesList())))
            .toList(),
        span.getLinksList().stream()
            .map(
                link ->
                    new Link(
                        Attributes.hex(link.getTraceId()),
                        Attributes.hex(link.getSpanId()),
                        Attributes.map(link.getAttributesList())))
            .toList(),
        resource,
        scope,
        span);
  }

  public boolean isRoot() {
    return parentSpanId.isEmpty();
  }

  /** Whether the sender said that the parent lives in another process. */
  public boolean hasRemoteParent() {
    int mask = HAS_IS_REMOTE | IS_REMOTE;
    return !isRoot() && (proto.getFlags() & mask) == mask;
  }

  public boolean isChildOf(ReceivedSpan other) {
    return traceId.equals(other.traceId) && parentSpanId.equals(other.spanId);
  }

  /** The attribute's value, or null. */
  public Object attribute(String key) {
    return attributes.get(key);
  }

  public long startNanos() {
    return proto.getStartTimeUnixNano();
  }

  public long endNanos() {
    return proto.getEndTimeUnixNano();
  }

  public Duration duration() {
    return Duration.ofNanos(endNanos() - startNanos());
  }

  public String traceState() {
    return proto.getTraceState();
  }

  /** The W3C flags byte: 0x01 sampled, 0x02 random. */
  public int traceFlags() {
    return proto.getFlags() & 0xff;
  }

  public String serviceName() {
    return String.valueOf(resource.get("service.name"));
  }

  @Override
  public String toString() {
    return String.format(
        "%s '%s' %s %s<-%s %d us %s %s",
        kind,
        name,
        traceId,
        spanId,
        isRoot() ? "root" : parentSpanId,
        duration().toNanos() / 1_000,
        status,
        attributes);
  }
}
