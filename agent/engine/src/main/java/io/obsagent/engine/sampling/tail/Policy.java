package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;

/**
 * One condition on a fragment. Asked on application threads, several at once: implementations take
 * no lock and allocate nothing, but where their javadoc says so.
 */
abstract class Policy {
  /**
   * What it says.
   *
   * @param randomness R of the trace, 56 bits
   * @param given what is already sure of R where this answer counts; only limits look at it
   * @return an {@link Answer}
   */
  abstract long ask(Fragment fragment, long randomness, long given);

  /** Being asked changes the next answer; then it is asked only where its answer counts. */
  boolean hasMemory() {
    return false;
  }

  /** When the fragment's last span ended, {@link System#nanoTime}: the clock of limits. */
  static long endNanos(Fragment fragment) {
    return fragment.last().endNanos();
  }

  /** From the first start to the last end of the spans that have ended, in nanoseconds. */
  static long durationNanos(Fragment fragment) {
    RecordedSpan span = fragment.last();
    long start = span.startNanos();
    long end = span.endNanos();
    for (span = Fragment.next(span); span != null; span = Fragment.next(span)) {
      if (span.startNanos() - start < 0) {
        start = span.startNanos();
      }
      if (span.endNanos() - end > 0) {
        end = span.endNanos();
      }
    }
    return end - start;
  }
}
