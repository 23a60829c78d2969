package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;

/**
 * {@code rare}: one fragment per period of each kind that occurs. Of one kind are fragments whose
 * root has the same name (method and route, or topic), the same class of status, and below it the
 * same set of calls, however often each is made.
 */
final class Rare extends Policy {
  private final Seen seen;

  Rare(long periodMillis) {
    this.seen = new Seen(periodMillis * 1_000_000);
  }

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    return Answer.once(seen.isNew(fingerprint(fragment), endNanos(fragment)));
  }

  @Override
  boolean hasMemory() {
    return true;
  }

  private static long fingerprint(Fragment fragment) {
    RecordedSpan root = fragment.root();
    // A set of 128 bits of which each call sets one: the order in which calls end says nothing.
    long even = 0;
    long odd = 0;
    for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
      if (span != root) {
        long call = Seen.mix(span(span));
        if ((call & 64) == 0) {
          even |= 1L << call;
        } else {
          odd |= 1L << call;
        }
      }
    }
    return Seen.mix(Seen.mix(span(root) * 31 + statusClass(root)) + even) * 31 + odd;
  }

  private static long span(RecordedSpan span) {
    String name = span.nameText();
    long hash = name == null ? 0 : name.hashCode();
    return hash << 8 | (long) span.kind().ordinal() << 1 | (span.isFailed() ? 1 : 0);
  }

  private static long statusClass(RecordedSpan root) {
    for (int i = 0; i < root.attributeCount(); i++) {
      if (root.attributeKey(i) == HttpAttributes.RESPONSE_STATUS_CODE) {
        Object code = root.attributeValue(i);
        return code instanceof Long ? (Long) code / 100 : 0;
      }
    }
    return 0;
  }
}
