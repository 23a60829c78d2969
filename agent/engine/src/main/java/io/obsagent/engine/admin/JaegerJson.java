package io.obsagent.engine.admin;

import io.obsagent.engine.resource.Resource;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.ExceptionEvent;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One trace as Jaeger's query service answers it and its page takes it as a file.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/jaeger/">Mapping of
 *     spans to Jaeger</a>
 */
final class JaegerJson {
  private static final String PROCESS = "p1";
  private static final long NANOS_PER_MICRO = 1_000;

  private final Json json = new Json();

  private JaegerJson() {}

  static String of(List<Fragment> fragments, Resource resource) {
    JaegerJson text = new JaegerJson();
    text.write(fragments, resource);
    return text.json.toString();
  }

  private void write(List<Fragment> fragments, Resource resource) {
    String traceId = fragments.get(0).root().traceIdHex();
    json.object().key("data").array().object().member("traceID", traceId);
    json.key("spans").array();
    for (Fragment fragment : fragments) {
      for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
        span(traceId, new Shown(fragment, span));
      }
    }
    json.endArray().key("processes").object().key(PROCESS).object();
    json.member("serviceName", String.valueOf(resource.get("service.name")));
    json.key("tags").array();
    for (Map.Entry<String, Object> each : resource.attributes().entrySet()) {
      if (!each.getKey().equals("service.name")) {
        tag(each.getKey(), each.getValue());
      }
    }
    json.endArray().endObject().endObject().key("warnings").value((String) null);
    json.endObject().endArray();
    json.member("total", 0).member("limit", 0).member("offset", 0);
    json.key("errors").value((String) null).endObject();
  }

  private void span(String traceId, Shown shown) {
    RecordedSpan span = shown.span;
    json.object().member("traceID", traceId).member("spanID", span.spanIdHex());
    json.member("flags", 1).member("operationName", span.nameText());
    json.key("references").array();
    if (span.parentSpanId() != 0) {
      reference("CHILD_OF", traceId, Ids.span(span.parentSpanId()));
    }
    for (int i = 0; i < span.linkCount(); i++) {
      Context to = span.link(i);
      reference("FOLLOWS_FROM", to.traceIdHex(), to.spanIdHex());
    }
    json.endArray();
    json.member("startTime", span.startEpochNanos() / NANOS_PER_MICRO);
    json.member("duration", (span.endEpochNanos() - span.startEpochNanos()) / NANOS_PER_MICRO);
    tags(shown);
    logs(span);
    json.member("processID", PROCESS).key("warnings").value((String) null).endObject();
  }

  private void reference(String type, String traceId, String spanId) {
    json.object().member("refType", type).member("traceID", traceId).member("spanID", spanId);
    json.endObject();
  }

  private void tags(Shown shown) {
    RecordedSpan span = shown.span;
    json.key("tags").array();
    for (int i = 0; i < span.attributeCount(); i++) {
      tag(span.attributeKey(i).name(), span.attributeValue(i));
    }
    for (Map.Entry<AttributeKey, Object> each : shown.ofFragment().entrySet()) {
      tag(each.getKey().name(), each.getValue());
    }
    tag("otel.scope.name", span.scope().name());
    tag("span.kind", span.kind().name().toLowerCase(Locale.ROOT));
    if (span.isFailed()) {
      tag("otel.status_code", "ERROR");
      tag("otel.status_description", span.statusDescription());
      tag("error", true);
    }
    json.endArray();
  }

  private void logs(RecordedSpan span) {
    json.key("logs").array();
    for (int i = 0; i < span.eventCount(); i++) {
      ExceptionEvent event = span.event(i);
      json.object();
      json.member("timestamp", span.fragment().toEpochNanos(event.nanos()) / NANOS_PER_MICRO);
      json.key("fields").array();
      tag("event", "exception");
      tag("exception.type", event.type());
      tag("exception.message", event.message());
      tag("exception.stacktrace", event.stackTrace());
      json.endArray().endObject();
    }
    json.endArray();
  }

  private void tag(String key, Object value) {
    if (value == null) {
      return;
    }
    json.object().member("key", key);
    if (value instanceof Long) {
      json.member("type", "int64").member("value", (Long) value);
    } else if (value instanceof Boolean) {
      json.member("type", "bool").member("value", (Boolean) value);
    } else if (value instanceof Double) {
      json.member("type", "float64").key("value").value((double) (Double) value);
    } else if (value instanceof String[]) {
      Json list = new Json().array();
      for (String each : (String[]) value) {
        list.value(each);
      }
      json.member("type", "string").member("value", list.endArray().toString());
    } else {
      json.member("type", "string").member("value", (String) value);
    }
    json.endObject();
  }
}
