package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;

/** {@code not}. */
final class Opposite extends Policy {
  private final Policy policy;

  Opposite(Policy policy) {
    this.policy = policy;
  }

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    return Answer.not(policy.ask(fragment, randomness, given));
  }

  @Override
  boolean hasMemory() {
    return policy.hasMemory();
  }
}
