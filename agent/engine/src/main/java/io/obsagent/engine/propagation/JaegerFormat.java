package io.obsagent.engine.propagation;

import io.obsagent.engine.trace.AsciiBuffers;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Hex;

/**
 * Jaeger's {@code uber-trace-id: <trace id>:<span id>:<parent id>:<flags>}; ids without leading
 * zeros are read too. Jaeger's own baggage headers, one per entry under names nobody knows
 * beforehand, are not read.
 *
 * @see <a href="https://www.jaegertracing.io/sdk-migration/#propagation-format">Propagation
 *     format</a>
 */
final class JaegerFormat extends TraceFormat {
  private static final String HEADER = "uber-trace-id";

  @Override
  String[] fields() {
    return new String[] {HEADER};
  }

  @Override
  <C> Context extract(C carrier, HeaderReader<C> reader, String baggage) {
    String value = reader.first(carrier, HEADER);
    if (value == null) {
      return null;
    }
    value = value.trim();
    if (value.indexOf(':') < 0) {
      // Some clients percent-encode the value.
      value = value.replace("%3A", ":").replace("%3a", ":");
    }
    int trace = value.indexOf(':');
    int span = value.indexOf(':', trace + 1);
    int parent = value.indexOf(':', span + 1);
    if (trace < 1
        || trace > 32
        || span - trace < 2
        || span - trace > 17
        || parent < 0
        || value.length() - parent < 2
        || value.length() - parent > 3
        || !LowerHex.is(value, 0, trace)
        || !LowerHex.is(value, trace + 1, span)
        || !LowerHex.is(value, parent + 1, value.length())) {
      return null;
    }
    int lowStart = Math.max(0, trace - 16);
    long high = LowerHex.parse(value, 0, lowStart);
    long low = LowerHex.parse(value, lowStart, trace);
    long spanId = LowerHex.parse(value, trace + 1, span);
    int flags = (int) LowerHex.parse(value, parent + 1, value.length()) & Context.SAMPLED;
    return (high | low) == 0 || spanId == 0
        ? null
        : Context.remote(high, low, spanId, flags, null, baggage);
  }

  @Override
  <C> void inject(Context context, C carrier, HeaderWriter<C> writer) {
    byte[] buffer = AsciiBuffers.borrow();
    Hex.write(context.traceIdHigh(), buffer, 0);
    Hex.write(context.traceIdLow(), buffer, 16);
    buffer[32] = ':';
    Hex.write(context.spanId(), buffer, 33);
    buffer[49] = ':';
    buffer[50] = '0';
    buffer[51] = ':';
    buffer[52] = (byte) (context.isSampled() ? '1' : '0');
    String value = AsciiBuffers.text(buffer, 53);
    AsciiBuffers.giveBack(buffer);
    writer.set(carrier, HEADER, value);
  }
}
