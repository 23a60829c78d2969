package io.obsagent.engine.propagation;

import io.obsagent.engine.trace.AsciiBuffers;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Hex;
import java.util.Enumeration;

/**
 * {@code traceparent} and {@code tracestate}. Reading a valid pair allocates the context only
 * (besides what the carrier allocates to list its headers); writing allocates the one string.
 *
 * <p>Flags unknown to us are passed on, where level 2 would have them cleared: a stated deviation,
 * so that what a newer peer says reaches a newer peer.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/">W3C Trace Context level 2</a>
 */
final class TraceParentFormat extends TraceFormat {
  static final String TRACE_PARENT = "traceparent";
  static final String TRACE_STATE = "tracestate";

  /** Version 00: {@code 00-<32 digits>-<16 digits>-<2 digits>}. */
  private static final int LENGTH = 55;

  private static final int TRACE_ID = 3;
  private static final int SPAN_ID = 36;
  private static final int FLAGS = 53;

  @Override
  String[] fields() {
    return new String[] {TRACE_PARENT, TRACE_STATE};
  }

  @Override
  <C> Context extract(C carrier, HeaderReader<C> reader, String baggage) {
    String value = reader.first(carrier, TRACE_PARENT);
    if (value == null) {
      return null;
    }
    int start = 0;
    int end = value.length();
    while (start < end && isSpace(value.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(value.charAt(end - 1))) {
      end--;
    }
    if (!isWellFormed(value, start, end) || isRepeated(carrier, reader)) {
      return null;
    }
    long high = LowerHex.parse(value, start + TRACE_ID, start + TRACE_ID + 16);
    long low = LowerHex.parse(value, start + TRACE_ID + 16, start + TRACE_ID + 32);
    long spanId = LowerHex.parse(value, start + SPAN_ID, start + SPAN_ID + 16);
    if ((high | low) == 0 || spanId == 0) {
      return null;
    }
    int flags = (int) LowerHex.parse(value, start + FLAGS, start + LENGTH);
    if (!value.startsWith("00", start)) {
      // Of a later version only these two bits are known to keep their meaning.
      flags &= Context.SAMPLED | Context.RANDOM;
    }
    String traceState = TraceStateList.read(carrier, reader);
    return Context.remote(high, low, spanId, flags, traceState, baggage);
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\t';
  }

  private static boolean isWellFormed(String value, int start, int end) {
    int length = end - start;
    if (length < LENGTH
        || !LowerHex.is(value, start, start + 2)
        || value.charAt(start + 2) != '-'
        || !LowerHex.is(value, start + TRACE_ID, start + TRACE_ID + 32)
        || value.charAt(start + 35) != '-'
        || !LowerHex.is(value, start + SPAN_ID, start + SPAN_ID + 16)
        || value.charAt(start + 52) != '-'
        || !LowerHex.is(value, start + FLAGS, start + LENGTH)
        || value.startsWith("ff", start)) {
      return false;
    }
    // Later versions may add fields behind a dash; version 00 has none.
    return length == LENGTH
        || (!value.startsWith("00", start) && value.charAt(start + LENGTH) == '-');
  }

  /** Two identities are none: nobody can tell which is the caller's. */
  private static <C> boolean isRepeated(C carrier, HeaderReader<C> reader) {
    Enumeration<String> values = reader.all(carrier, TRACE_PARENT);
    if (values == null || !values.hasMoreElements()) {
      return false;
    }
    values.nextElement();
    return values.hasMoreElements();
  }

  @Override
  <C> void inject(Context context, C carrier, HeaderWriter<C> writer) {
    writer.set(carrier, TRACE_PARENT, format(context));
    String traceState = context.traceState();
    if (traceState != null) {
      writer.set(carrier, TRACE_STATE, traceState);
    }
  }

  @Override
  <C> void removeStale(Context context, C carrier, HeaderReader<C> reader, HeaderWriter<C> writer) {
    if (context.traceState() == null && reader.first(carrier, TRACE_STATE) != null) {
      writer.remove(carrier, TRACE_STATE);
    }
  }

  static String format(Context context) {
    byte[] buffer = AsciiBuffers.borrow();
    buffer[0] = '0';
    buffer[1] = '0';
    buffer[2] = '-';
    Hex.write(context.traceIdHigh(), buffer, TRACE_ID);
    Hex.write(context.traceIdLow(), buffer, TRACE_ID + 16);
    buffer[35] = '-';
    Hex.write(context.spanId(), buffer, SPAN_ID);
    buffer[52] = '-';
    int flags = context.flags();
    buffer[FLAGS] = digit(flags >> 4 & 0xf);
    buffer[FLAGS + 1] = digit(flags & 0xf);
    String value = AsciiBuffers.text(buffer, LENGTH);
    AsciiBuffers.giveBack(buffer);
    return value;
  }

  private static byte digit(int value) {
    return (byte) (value < 10 ? '0' + value : 'a' + value - 10);
  }
}
