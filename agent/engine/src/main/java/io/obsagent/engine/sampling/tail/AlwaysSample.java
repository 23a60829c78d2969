package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;

/** {@code always_sample}. */
final class AlwaysSample extends Policy {
  @Override
  long ask(Fragment fragment, long randomness, long given) {
    return Answer.ALWAYS;
  }
}
