package io.obsagent.engine.sampling.tail;

/**
 * Rules, each with what it counts, and what the rules before them had promised. Immutable, so that
 * all of it changes together.
 */
final class RulesInForce {
  final TailRules rules;
  final PolicyCounts ofParent;
  final PolicyCounts[] ofDrops;
  final PolicyCounts[] ofKeeps;

  /** {@link System#nanoTime} from which on these rules promise. */
  final long sinceNanos;

  /**
   * Of traces that began before, those with an R from here on were promised to be kept; {@link
   * Answer#NEVER} for none.
   */
  final long promisedBefore;

  /** Null where nothing was promised. */
  final PolicyCounts ofPromise;

  RulesInForce(TailRules rules, SamplingCounts counts, long promisedBefore, long sinceNanos) {
    this.rules = rules;
    this.ofParent = counts.of(TailRules.PARENT_RULE);
    this.ofDrops = counts.of(rules.drops);
    this.ofKeeps = counts.of(rules.keeps);
    this.sinceNanos = sinceNanos;
    this.promisedBefore = promisedBefore;
    this.ofPromise = promisedBefore == Answer.NEVER ? null : counts.of(TailRules.PROMISE_RULE);
  }
}
