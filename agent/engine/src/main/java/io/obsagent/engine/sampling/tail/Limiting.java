package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;

/** {@code rate_limiting} by spans and {@code bytes_limiting} by the bytes they take on the wire. */
final class Limiting extends Policy {
  /** Of a span on the wire: ids, times, kind, status, and what frames them. */
  private static final int SPAN_BYTES = 96;

  private static final int ATTRIBUTE_BYTES = 8;

  /** What a number takes, and what is assumed of a text that is not built yet. */
  private static final int VALUE_BYTES = 10;

  private static final int EXCEPTION_BYTES = 4_096;

  private final Limit limit;
  private final long largest;

  private Limiting(Limit limit, long largest) {
    this.limit = limit;
    this.largest = largest;
  }

  static Limiting spans(double perSecond) {
    return new Limiting(new Limit(perSecond, perSecond), 0);
  }

  /**
   * @param burst what may come at once; a larger fragment never passes
   */
  static Limiting bytes(double perSecond, long burst) {
    return new Limiting(new Limit(perSecond, burst), burst);
  }

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    long weight = largest == 0 ? fragment.size() : bytes(fragment);
    if (largest != 0 && weight > largest) {
      return Answer.NEVER;
    }
    return limit.ask(endNanos(fragment), given, weight);
  }

  @Override
  boolean hasMemory() {
    return true;
  }

  /** About what the spans take in OTLP, without building a text; allocates nothing. */
  static long bytes(Fragment fragment) {
    long bytes = 0;
    for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
      bytes += SPAN_BYTES + (long) EXCEPTION_BYTES * span.eventCount();
      for (int i = 0; i < span.attributeCount(); i++) {
        AttributeKey key = span.attributeKey(i);
        bytes += ATTRIBUTE_BYTES + key.name().length();
        bytes += span.attributeLength(i, VALUE_BYTES);
      }
    }
    return bytes;
  }
}
