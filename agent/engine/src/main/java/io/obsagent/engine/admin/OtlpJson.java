package io.obsagent.engine.admin;

import io.obsagent.engine.resource.Resource;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.ExceptionEvent;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fragments as OTLP's JSON, which a collector's {@code /v1/traces} takes.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">JSON Protobuf
 *     encoding</a>
 */
final class OtlpJson {
  private static final int STATUS_ERROR = 2;

  private final Json json = new Json();

  private OtlpJson() {}

  static String of(List<Fragment> fragments, Resource resource) {
    OtlpJson text = new OtlpJson();
    text.write(fragments, resource);
    return text.json.toString();
  }

  private void write(List<Fragment> fragments, Resource resource) {
    json.object().key("resourceSpans").array().object();
    json.key("resource").object().key("attributes").array();
    for (Map.Entry<String, Object> each : resource.attributes().entrySet()) {
      attribute(each.getKey(), each.getValue());
    }
    json.endArray().endObject().key("scopeSpans").array();
    for (Map.Entry<InstrumentationScope, List<Shown>> scope : byScope(fragments).entrySet()) {
      json.object().key("scope").object().member("name", scope.getKey().name()).endObject();
      json.key("spans").array();
      for (Shown each : scope.getValue()) {
        span(each);
      }
      json.endArray().endObject();
    }
    json.endArray().endObject().endArray().endObject();
  }

  private static Map<InstrumentationScope, List<Shown>> byScope(List<Fragment> fragments) {
    Map<InstrumentationScope, List<Shown>> scopes = new LinkedHashMap<>();
    for (Fragment fragment : fragments) {
      for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
        List<Shown> spans = scopes.get(span.scope());
        if (spans == null) {
          spans = new ArrayList<>();
          scopes.put(span.scope(), spans);
        }
        spans.add(new Shown(fragment, span));
      }
    }
    return scopes;
  }

  private void span(Shown shown) {
    RecordedSpan span = shown.span;
    json.object();
    json.member("traceId", span.traceIdHex()).member("spanId", span.spanIdHex());
    if (span.traceState() != null) {
      json.member("traceState", span.traceState());
    }
    if (span.parentSpanId() != 0) {
      json.member("parentSpanId", Ids.span(span.parentSpanId()));
    }
    json.member("flags", span.flags() | Context.SAMPLED).member("name", span.nameText());
    json.member("kind", kind(span.kind()));
    json.member("startTimeUnixNano", Long.toString(span.startEpochNanos()));
    json.member("endTimeUnixNano", Long.toString(span.endEpochNanos()));
    json.key("attributes").array();
    for (int i = 0; i < span.attributeCount(); i++) {
      attribute(span.attributeKey(i).name(), span.attributeValue(i));
    }
    for (Map.Entry<AttributeKey, Object> each : shown.ofFragment().entrySet()) {
      attribute(each.getKey().name(), each.getValue());
    }
    json.endArray();
    if (span.droppedAttributes() > 0) {
      json.member("droppedAttributesCount", span.droppedAttributes());
    }
    events(span);
    links(span);
    json.key("status").object();
    if (span.isFailed()) {
      json.member("code", STATUS_ERROR);
      if (span.statusDescription() != null) {
        json.member("message", span.statusDescription());
      }
    }
    json.endObject().endObject();
  }

  private void events(RecordedSpan span) {
    if (span.eventCount() == 0) {
      return;
    }
    json.key("events").array();
    for (int i = 0; i < span.eventCount(); i++) {
      ExceptionEvent event = span.event(i);
      json.object();
      json.member("timeUnixNano", Long.toString(span.fragment().toEpochNanos(event.nanos())));
      json.member("name", "exception").key("attributes").array();
      attribute("exception.type", event.type());
      attribute("exception.message", event.message());
      attribute("exception.stacktrace", event.stackTrace());
      json.endArray().endObject();
    }
    json.endArray();
  }

  private void links(RecordedSpan span) {
    if (span.linkCount() == 0) {
      return;
    }
    json.key("links").array();
    for (int i = 0; i < span.linkCount(); i++) {
      Context to = span.link(i);
      json.object().member("traceId", to.traceIdHex()).member("spanId", to.spanIdHex()).endObject();
    }
    json.endArray();
  }

  private static int kind(SpanKind kind) {
    return kind.ordinal() + 1; // ours stand in the protocol's order, which begins with 1
  }

  private void attribute(String key, Object value) {
    if (value == null) {
      return;
    }
    json.object().member("key", key).key("value").object();
    if (value instanceof Long) {
      json.member("intValue", value.toString());
    } else if (value instanceof Boolean) {
      json.member("boolValue", (Boolean) value);
    } else if (value instanceof Double) {
      json.key("doubleValue").value((double) (Double) value);
    } else if (value instanceof String[]) {
      json.key("arrayValue").object().key("values").array();
      for (String each : (String[]) value) {
        json.object().member("stringValue", each == null ? "" : each).endObject();
      }
      json.endArray().endObject();
    } else {
      json.member("stringValue", (String) value);
    }
    json.endObject().endObject();
  }
}
