package io.obsagent.engine.export;

import java.nio.charset.StandardCharsets;

/**
 * The {@code partial_success} of an {@code ExportTraceServiceResponse}: field 1 of the message,
 * with {@code rejected_spans} (1) and {@code error_message} (2). OpenTelemetry's exporters do not
 * read it; the few bytes are read here.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/docs/specification.md#partial-success">OTLP,
 *     partial success</a>
 */
final class PartialSuccess {
  private static final int MAX_MESSAGE = 500;

  private final byte[] bytes;
  private int at;
  private long rejectedSpans;
  private String message = "";

  private PartialSuccess(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Null if the answer has none, says nothing by it, or is not what it should be. */
  static PartialSuccess of(byte[] answer) {
    if (answer == null || answer.length == 0) {
      return null;
    }
    PartialSuccess partial = new PartialSuccess(answer);
    try {
      partial.read(answer.length, true);
    } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
      return null;
    }
    return partial.rejectedSpans == 0 && partial.message.isEmpty() ? null : partial;
  }

  long rejectedSpans() {
    return rejectedSpans;
  }

  String message() {
    return message;
  }

  private void read(int end, boolean outer) {
    while (at < end) {
      long tag = varint();
      int field = (int) (tag >>> 3);
      switch ((int) tag & 7) {
        case 0:
          long value = varint();
          if (!outer && field == 1) {
            rejectedSpans = value;
          }
          break;
        case 1:
          at += 8;
          break;
        case 2:
          int length = (int) varint();
          if (length < 0 || length > end - at) {
            throw new IllegalArgumentException("length");
          }
          if (outer && field == 1) {
            read(at + length, false);
          } else {
            if (!outer && field == 2) {
              message =
                  new String(bytes, at, Math.min(length, MAX_MESSAGE), StandardCharsets.UTF_8);
            }
            at += length;
          }
          break;
        case 5:
          at += 4;
          break;
        default:
          throw new IllegalArgumentException("wire type");
      }
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("varint");
  }
}
