package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;

/**
 * {@code and}: all of several policies, and what a {@code drop} asks. A policy with a memory that
 * stands behind one which says no is not asked.
 */
final class Both extends Policy {
  private final Policy[] policies;

  Both(Policy[] policies) {
    this.policies = policies.clone();
  }

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    long all = Answer.ALWAYS;
    for (Policy policy : policies) {
      long one =
          policy.hasMemory() && !Answer.admits(all, randomness)
              ? Answer.NO
              : policy.ask(fragment, randomness, Answer.and(given, all, randomness));
      all = Answer.and(all, one, randomness);
      if (all == Answer.NEVER) {
        return all;
      }
    }
    return all;
  }

  @Override
  boolean hasMemory() {
    for (Policy policy : policies) {
      if (policy.hasMemory()) {
        return true;
      }
    }
    return false;
  }
}
