package io.obsagent.engine.propagation;

import io.obsagent.engine.trace.AsciiBuffers;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Hex;

/**
 * Zipkin's B3 headers. Both encodings are read, the single header first; one is written. As in
 * OpenTelemetry a missing sampling state means not sampled, and a state without ids is no context.
 *
 * @see <a href="https://github.com/openzipkin/b3-propagation">B3 propagation</a>
 */
final class B3Format extends TraceFormat {
  private static final String SINGLE = "b3";
  // OpenTelemetry's spelling: Kafka headers are compared letter by letter.
  private static final String TRACE_ID = "X-B3-TraceId";
  private static final String SPAN_ID = "X-B3-SpanId";
  private static final String SAMPLED = "X-B3-Sampled";
  private static final String FLAGS = "X-B3-Flags";

  private final boolean single;

  /**
   * @param single writes {@code b3} rather than {@code X-B3-...}
   */
  B3Format(boolean single) {
    this.single = single;
  }

  @Override
  String[] fields() {
    return single ? new String[] {SINGLE} : new String[] {TRACE_ID, SPAN_ID, SAMPLED};
  }

  @Override
  <C> Context extract(C carrier, HeaderReader<C> reader, String baggage) {
    String value = reader.first(carrier, SINGLE);
    Context context = value == null ? null : extractSingle(value.trim(), baggage);
    return context == null ? extractMulti(carrier, reader, baggage) : context;
  }

  private static Context extractSingle(String value, String baggage) {
    int dash = value.indexOf('-');
    int spanId = dash + 1;
    int end = spanId + 16;
    if (dash < 0 || (value.length() > end && value.charAt(end) != '-')) {
      return null;
    }
    int flags = 0;
    if (value.length() > end) {
      // One character; what follows is the parent's parent, which nobody needs.
      boolean alone =
          value.length() == end + 2 || (value.length() > end + 2 && value.charAt(end + 2) == '-');
      if (!alone) {
        return null;
      }
      char state = value.charAt(end + 1);
      if (state == '1' || state == 'd') {
        flags = Context.SAMPLED;
      } else if (state != '0') {
        return null;
      }
    }
    return context(value, dash, value, spanId, end, flags, baggage);
  }

  private static <C> Context extractMulti(C carrier, HeaderReader<C> reader, String baggage) {
    String traceId = reader.first(carrier, TRACE_ID);
    String spanId = traceId == null ? null : reader.first(carrier, SPAN_ID);
    if (spanId == null) {
      return null;
    }
    String sampled = reader.first(carrier, SAMPLED);
    boolean isSampled =
        sampled != null && (sampled.trim().equals("1") || sampled.trim().equalsIgnoreCase("true"));
    if (!isSampled) {
      String debug = reader.first(carrier, FLAGS);
      isSampled = debug != null && debug.trim().equals("1");
    }
    String id = traceId.trim();
    String span = spanId.trim();
    return context(
        id, id.length(), span, 0, span.length(), isSampled ? Context.SAMPLED : 0, baggage);
  }

  /** The trace id is the first 16 or 32 characters of its text, the span id stands in its own. */
  private static Context context(
      String traceText,
      int traceEnd,
      String spanText,
      int spanStart,
      int spanEnd,
      int flags,
      String baggage) {
    if ((traceEnd != 16 && traceEnd != 32)
        || spanEnd - spanStart != 16
        || !LowerHex.is(traceText, 0, traceEnd)
        || !LowerHex.is(spanText, spanStart, spanEnd)) {
      return null;
    }
    long high = LowerHex.parse(traceText, 0, traceEnd - 16);
    long low = LowerHex.parse(traceText, traceEnd - 16, traceEnd);
    long spanId = LowerHex.parse(spanText, spanStart, spanEnd);
    return (high | low) == 0 || spanId == 0
        ? null
        : Context.remote(high, low, spanId, flags, null, baggage);
  }

  @Override
  <C> void inject(Context context, C carrier, HeaderWriter<C> writer) {
    if (single) {
      byte[] buffer = AsciiBuffers.borrow();
      Hex.write(context.traceIdHigh(), buffer, 0);
      Hex.write(context.traceIdLow(), buffer, 16);
      buffer[32] = '-';
      Hex.write(context.spanId(), buffer, 33);
      buffer[49] = '-';
      buffer[50] = (byte) (context.isSampled() ? '1' : '0');
      String value = AsciiBuffers.text(buffer, 51);
      AsciiBuffers.giveBack(buffer);
      writer.set(carrier, SINGLE, value);
    } else {
      writer.set(carrier, TRACE_ID, context.traceIdHex());
      writer.set(carrier, SPAN_ID, context.spanIdHex());
      writer.set(carrier, SAMPLED, context.isSampled() ? "1" : "0");
    }
  }
}
