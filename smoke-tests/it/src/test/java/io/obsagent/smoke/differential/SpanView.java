package io.obsagent.smoke.differential;

import io.obsagent.smoke.receiver.ReceivedSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span without what differs from run to run.
 *
 * @param parent null where the parent is not in the trace
 * @param domain {@code http}, {@code db}, {@code messaging} or {@code other}
 * @param identity what makes it the same span under another agent: its statement, URL or topic
 * @param facts by name: {@code name}, {@code status}, {@code attribute db.query.text}…
 */
record SpanView(
    SpanView parent,
    int depth,
    String service,
    String kind,
    String domain,
    String identity,
    Map<String, String> facts) {

  static SpanView of(ReceivedSpan span, SpanView parent, Names names) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("name", names.in(span.name()));
    facts.put("status", span.status().toString());
    if (!span.statusDescription().isEmpty()) {
      facts.put("status description", names.in(span.statusDescription()));
    }
    span.attributes().forEach((key, value) -> facts.put("attribute " + key, names.of(key, value)));
    List<String> events = new ArrayList<>();
    for (ReceivedSpan.Event event : span.events()) {
      events.add(
          event.name()
              + " "
              + names.in(String.valueOf(event.attributes().get("exception.type")))
              + ": "
              + names.in(String.valueOf(event.attributes().get("exception.message"))));
    }
    if (!events.isEmpty()) {
      facts.put("events", String.join("; ", events));
    }
    facts.put("links", String.valueOf(span.links().size()));
    return new SpanView(
        parent,
        parent == null ? 0 : parent.depth + 1,
        span.serviceName(),
        span.kind().toString(),
        domainOf(span),
        identityOf(span, names),
        facts);
  }

  private static String domainOf(ReceivedSpan span) {
    for (String key : span.attributes().keySet()) {
      if (key.startsWith("db.")) {
        return "db";
      }
      if (key.startsWith("messaging.")) {
        return "messaging";
      }
      if (key.startsWith("http.")) {
        return "http";
      }
    }
    return "other";
  }

  private static String identityOf(ReceivedSpan span, Names names) {
    for (String key :
        List.of("db.query.text", "url.full", "url.path", "messaging.destination.name")) {
      if (span.attribute(key) != null) {
        return names.in(span.attribute(key).toString()).replaceAll("\\s+", " ");
      }
    }
    return names.in(span.name());
  }

  /** For example {@code storefront CLIENT db}. */
  String title() {
    return service + " " + kind + " " + domain;
  }

  String name() {
    return facts.get("name");
  }

  String fact(String key) {
    return facts.getOrDefault(key, Difference.ABSENT);
  }
}
