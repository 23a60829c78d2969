package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;

/**
 * {@code status_code}: some span has one of these. Our spans are ERROR or UNSET; nothing we weave
 * may call a span OK.
 */
final class StatusCode extends Policy {
  private final boolean error;
  private final boolean unset;

  StatusCode(boolean error, boolean unset) {
    this.error = error;
    this.unset = unset;
  }

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    return Answer.fixed((error && fragment.isFailed()) || (unset && hasUnset(fragment)));
  }

  private static boolean hasUnset(Fragment fragment) {
    for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
      if (!span.isFailed()) {
        return true;
      }
    }
    return false;
  }
}
