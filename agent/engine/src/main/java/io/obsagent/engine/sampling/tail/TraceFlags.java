package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;

/**
 * {@code trace_flags}: the W3C flag "sampled" is set on the wire. All spans of a fragment have the
 * same. Whoever set it may have gone by R, so this gives no threshold: theirs counts.
 */
final class TraceFlags extends Policy {
  @Override
  long ask(Fragment fragment, long randomness, long given) {
    return Answer.once(fragment.root().isSampled());
  }
}
