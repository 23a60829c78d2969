package io.obsagent.engine.export;

import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.trace.Hex;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The events of requests as lines of JSON on standard output, as it is at start: a stream that the
 * application puts in its place is left alone. Written by the exporting thread, so that an output
 * nobody reads holds up no request.
 */
final class RequestLines {
  private final PrintStream out;
  private final String service;
  private final StringBuilder text = new StringBuilder(512);

  RequestLines(PrintStream out, String service) {
    this.out = out;
    this.service = service;
  }

  /** Adds the line of one event; {@link #flush} writes. */
  void add(LogEntry event) {
    text.append("{\"timestamp\":\"")
        .append(java.time.Instant.ofEpochMilli(event.epochNanos() / 1_000_000))
        .append('"');
    field("level", event.severityText());
    field("event", event.eventName());
    field("service", service);
    for (int i = 0; i < event.attributeCount(); i++) {
      Object value = event.attributeValue(i);
      if (value instanceof String) {
        field(event.attributeKey(i), (String) value);
      } else {
        text.append(',');
        quoted(event.attributeKey(i));
        text.append(':').append(value);
      }
    }
    if (event.hasTrace()) {
      field("trace_id", Hex.of128(event.traceIdHigh(), event.traceIdLow()));
      field("span_id", Hex.of64(event.spanId()));
    }
    text.append("}\n");
  }

  private void field(String name, String value) {
    if (value != null) {
      text.append(',');
      quoted(name);
      text.append(':');
      quoted(value);
    }
  }

  private void quoted(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c >= '\u007f') {
        // ASCII, whatever the terminal or the collector of lines takes this for.
        text.append("\\u").append(Hex.of8(c >> 8)).append(Hex.of8(c & 0xff));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  /** Writes what was added, in one call. */
  void flush() {
    if (text.length() > 0) {
      byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
      text.setLength(0);
      out.write(bytes, 0, bytes.length);
      out.flush();
    }
  }
}
