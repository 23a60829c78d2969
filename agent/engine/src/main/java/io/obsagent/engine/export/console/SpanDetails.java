package io.obsagent.engine.export.console;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.RecordedSpan;

/** The few attributes that a person wants to see beside a span, in one text. */
final class SpanDetails {
  private static final int LONGEST = 300;

  private final StringBuilder out = new StringBuilder();

  private SpanDetails() {}

  static String of(RecordedSpan span) {
    SpanDetails details = new SpanDetails();
    String status = text(span, "http.response.status_code");
    if (status == null) {
      status = text(span, "db.response.status_code");
    }
    details.add(status);
    if (status == null && span.isFailed() && span.eventCount() == 0) {
      details.add(text(span, "error.type"));
    }
    details.http(span);
    details.database(span);
    details.messaging(span);
    return details.out.toString();
  }

  private void http(RecordedSpan span) {
    String url = text(span, "url.full");
    if (url != null) {
      add(url);
      return;
    }
    String path = text(span, "url.path");
    if (path == null) {
      return;
    }
    // The route stands in the name; the path adds something only where it differs.
    String query = text(span, "url.query");
    if (query != null && !query.isEmpty()) {
      add(path + "?" + query);
    } else if (!path.equals(text(span, "http.route"))) {
      add(path);
    }
  }

  private void database(RecordedSpan span) {
    String system = text(span, "db.system.name");
    if (system == null) {
      return;
    }
    String address = text(span, "server.address");
    String namespace = text(span, "db.namespace");
    StringBuilder where = new StringBuilder(system);
    if (address != null) {
      where.append("://").append(address);
      String port = text(span, "server.port");
      if (port != null) {
        where.append(':').append(port);
      }
    }
    if (namespace != null) {
      where.append(address == null ? ":" : "/").append(namespace);
    }
    String batch = text(span, "db.operation.batch.size");
    if (batch != null) {
      add(batch + " rows");
    }
    String sql = text(span, "db.query.text");
    if (sql != null) {
      add(ConsoleText.oneLine(sql));
    }
    add(where.toString());
  }

  private void messaging(RecordedSpan span) {
    String system = text(span, "messaging.system");
    if (system == null) {
      return;
    }
    String partition = text(span, "messaging.destination.partition.id");
    String offset = text(span, "messaging.kafka.offset");
    if (partition != null) {
      add(offset == null ? "partition " + partition : "partition " + partition + " @" + offset);
    }
    String group = text(span, "messaging.consumer.group.name");
    if (group != null) {
      add("group " + group);
    }
  }

  private void add(String text) {
    if (text != null && !text.isEmpty()) {
      if (out.length() > 0) {
        out.append("  ");
      }
      out.append(text, 0, Math.min(text.length(), LONGEST));
    }
  }

  /** By name: the keys themselves are constants of the instrumentations, which stand above. */
  static String text(RecordedSpan span, String name) {
    for (int i = 0; i < span.attributeCount(); i++) {
      AttributeKey key = span.attributeKey(i);
      if (key.name().equals(name)) {
        Object value = span.attributeValue(i);
        return value == null ? null : value.toString();
      }
    }
    return null;
  }
}
