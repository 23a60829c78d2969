package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;

/**
 * {@code composite}: the first of several policies that wants the fragment decides, within its own
 * share of the spans per second.
 */
final class Composite extends Policy {
  private final Policy[] policies;
  private final Limit[] limits;

  /**
   * @param spansPerSecond of each policy
   */
  Composite(Policy[] policies, double[] spansPerSecond) {
    this.policies = policies.clone();
    this.limits = new Limit[policies.length];
    for (int i = 0; i < limits.length; i++) {
      limits[i] = new Limit(spansPerSecond[i], spansPerSecond[i]);
    }
  }

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    long reached = given;
    for (int i = 0; i < policies.length; i++) {
      long one = policies[i].ask(fragment, randomness, reached);
      if (Answer.admits(one, randomness)) {
        long wanted = Answer.and(reached, one, randomness);
        long passed = limits[i].ask(endNanos(fragment), wanted, fragment.size());
        return Answer.and(wanted, passed, randomness);
      }
      reached = Answer.and(reached, Answer.not(one), randomness);
    }
    return reached == given ? Answer.NEVER : Answer.NO;
  }

  @Override
  boolean hasMemory() {
    return true;
  }
}
