package io.obsagent.engine.sampling.tail;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often a policy of this name said yes. How often it was asked follows from what the sampler
 * counts as a whole, so that a fragment of which no policy wants anything costs one addition.
 */
final class PolicyCounts {
  /** Said yes: "sampled", or "dropped" for one that drops. */
  final LongAdder admitted = new LongAdder();

  /** Kept, and this was the first to say so. */
  final LongAdder kept = new LongAdder();

  final String name;
  final boolean drops;

  private long askedBefore;
  private long askedAtStart;
  private boolean inForce;

  PolicyCounts(String name, boolean drops) {
    this.name = name;
    this.drops = drops;
  }

  synchronized void begin(long asked) {
    askedAtStart = asked;
    inForce = true;
  }

  synchronized void end(long asked) {
    askedBefore = asked(asked);
    inForce = false;
  }

  /**
   * How often it was asked.
   *
   * @param asked how often any policy of its kind was
   */
  synchronized long asked(long asked) {
    return inForce ? askedBefore + asked - askedAtStart : askedBefore;
  }
}
