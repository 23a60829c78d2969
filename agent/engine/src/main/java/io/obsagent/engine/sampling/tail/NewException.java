package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;

/**
 * {@code new_exception}: an exception was recorded whose type, place, cause and cause's place were
 * not seen together before in this process. Remembers {@value Seen#SIZE} of them; where there are
 * more, nothing is new any longer. Reading a stack trace allocates: only fragments with an
 * exception pay.
 */
final class NewException extends Policy {
  private final Seen seen = new Seen(0);

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    boolean isNew = false;
    for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
      for (int i = 0; i < span.eventCount(); i++) {
        isNew |= seen.isNew(span.event(i).fingerprint(), 0);
      }
    }
    return Answer.once(isNew);
  }

  @Override
  boolean hasMemory() {
    return true;
  }
}
