package io.obsagent.engine.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Numbers as attribute values: status codes and ports are few, so their boxes are kept.
 * Thread-safe; costs one volatile read for a number seen lately, and a small object for another.
 */
public final class MetricNumbers {
  private static final int SIZE = 512;
  private static final AtomicReferenceArray<Long> KNOWN = new AtomicReferenceArray<>(SIZE);

  private MetricNumbers() {}

  public static Long of(long number) {
    int slot = (int) (number ^ (number >>> 9)) & (SIZE - 1);
    Long known = KNOWN.get(slot);
    if (known == null || known != number) {
      known = number;
      KNOWN.set(slot, known);
    }
    return known;
  }
}
