package io.obsagent.benchmarks.comparison;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one service has sent: read out of OTLP bodies by field number, since decoding every
 * attribute would take the core that the load comes from. Not thread-safe.
 *
 * <p>Field numbers: opentelemetry-proto 1.x, {@code trace.proto}, {@code metrics.proto}.
 */
final class OtlpCounts {
  private static final int INTERNAL = 1;
  private static final String REQUESTS = "http.server.request.duration";

  long spans;
  long internalSpans;
  long points;
  long requestsInMetrics;
  long bodies;
  long bytes;

  private long requestsInBody;

  /** Sends each part of a body to the counts of the service that it names. */
  static void read(byte[] body, boolean metrics, Map<String, OtlpCounts> services) {
    Wire message = new Wire(body, 0, body.length);
    while (message.next()) {
      if (message.field() == 1) {
        String service = serviceOf(message.content());
        OtlpCounts counts = services.computeIfAbsent(service, name -> new OtlpCounts());
        counts.bodies++;
        counts.bytes += body.length;
        if (metrics) {
          counts.metricsOf(message.content());
        } else {
          counts.spansOf(message.content());
        }
      }
    }
  }

  private static String serviceOf(Wire part) {
    Map<String, String> attributes = new TreeMap<>();
    while (part.next()) {
      if (part.field() == 1) {
        Wire resource = part.content();
        while (resource.next()) {
          if (resource.field() == 1) {
            attribute(resource.content(), attributes);
          }
        }
      }
    }
    return attributes.getOrDefault("service.name", "?");
  }

  private static void attribute(Wire pair, Map<String, String> attributes) {
    String key = "";
    String value = "";
    while (pair.next()) {
      if (pair.field() == 1) {
        key = pair.text();
      } else if (pair.field() == 2) {
        Wire any = pair.content();
        while (any.next()) {
          if (any.field() == 1) {
            value = any.text();
          }
        }
      }
    }
    attributes.put(key, value);
  }

  private void spansOf(Wire resourceSpans) {
    while (resourceSpans.next()) {
      if (resourceSpans.field() == 2) {
        Wire scope = resourceSpans.content();
        while (scope.next()) {
          if (scope.field() == 2) {
            count(scope.content());
          }
        }
      }
    }
  }

  private void count(Wire span) {
    while (span.next()) {
      if (span.field() == 6 && span.number() == INTERNAL) {
        // Waits for a connection, for example: how many there are depends on the load.
        internalSpans++;
        return;
      }
    }
    spans++;
  }

  private void metricsOf(Wire resourceMetrics) {
    requestsInBody = -1;
    while (resourceMetrics.next()) {
      if (resourceMetrics.field() == 2) {
        Wire scope = resourceMetrics.content();
        while (scope.next()) {
          if (scope.field() == 2) {
            metric(scope.content());
          }
        }
      }
    }
    if (requestsInBody >= 0) {
      // Cumulative: the last export says it all.
      requestsInMetrics = Math.max(requestsInMetrics, requestsInBody);
    }
  }

  private void metric(Wire metric) {
    boolean requests = false;
    while (metric.next()) {
      switch (metric.field()) {
        case 1 -> requests = metric.text().equals(REQUESTS);
        case 5, 7, 9, 10, 11 -> pointsOf(metric.content(), requests);
        default -> {}
      }
    }
  }

  private void pointsOf(Wire data, boolean requests) {
    while (data.next()) {
      if (data.field() == 1) {
        points++;
        Wire point = data.content();
        while (requests && point.next()) {
          if (point.field() == 4) {
            requestsInBody = Math.max(0, requestsInBody) + point.number();
          }
        }
      }
    }
  }

  /** A message of protocol buffers, walked field by field. */
  private static final class Wire {
    private final byte[] bytes;
    private final int end;
    private int position;
    private int field;
    private long number;
    private int from;

    Wire(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.position = from;
      this.end = end;
    }

    boolean next() {
      if (position >= end) {
        return false;
      }
      long tag = varint();
      field = (int) (tag >>> 3);
      from = position;
      switch ((int) (tag & 7)) {
        case 0 -> number = varint();
        case 1 -> number = fixed(8);
        case 2 -> {
          int length = (int) varint();
          from = position;
          position += length;
        }
        case 5 -> number = fixed(4);
        default -> throw new IllegalArgumentException("No OTLP: wire type " + (tag & 7));
      }
      return true;
    }

    int field() {
      return field;
    }

    long number() {
      return number;
    }

    Wire content() {
      return new Wire(bytes, from, position);
    }

    String text() {
      return new String(bytes, from, position - from, StandardCharsets.UTF_8);
    }

    private long varint() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[position++];
        value |= (next & 0x7fL) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }

    private long fixed(int length) {
      long value = 0;
      for (int i = length - 1; i >= 0; i--) {
        value = value << 8 | bytes[position + i] & 0xff;
      }
      position += length;
      return value;
    }
  }
}
