package io.obsagent.engine.sampling.tail;

/** Rules, each with what it counts. Immutable, so that both change together. */
final class RulesInForce {
  final TailRules rules;

  /** {@link TailRules#baseThreshold}, which is asked for at every root. */
  final long base;

  final PolicyCounts ofParent;
  final PolicyCounts ofPromised;
  final PolicyCounts[] ofDrops;
  final PolicyCounts[] ofKeeps;

  RulesInForce(TailRules rules, SamplingCounts counts) {
    this.rules = rules;
    this.base = rules.baseThreshold();
    this.ofParent = counts.of(TailRules.PARENT_RULE);
    this.ofPromised = counts.of(TailRules.PROMISED_RULE);
    this.ofDrops = counts.of(rules.drops);
    this.ofKeeps = counts.of(rules.keeps);
  }
}
