package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Verdict;

/** A policy under the name it was given, and what follows from its answer. Immutable. */
final class Rule {
  /** What an admitting answer means. */
  enum Kind {
    /** The fragment is kept unless somebody drops it. */
    KEEP,

    /**
     * With {@code invert_match}, at the top: where the attribute matches the fragment goes whatever
     * else is said; where not it stays only if nobody else has a say.
     */
    INVERTED,

    /** The fragment goes whatever else is said. */
    DROP
  }

  final String name;
  final Kind kind;
  final Policy policy;
  private final Verdict always;
  private final Verdict unknown;

  /** The last one with another threshold: limits change theirs rarely. */
  private volatile Verdict other;

  Rule(String name, Kind kind, Policy policy) {
    this.name = name;
    this.kind = kind;
    this.policy = policy;
    this.always = Verdict.keptBy(name, 0);
    this.unknown = Verdict.keptBy(name, Verdict.NO_THRESHOLD);
    this.other = unknown;
  }

  /** Kept on its word; allocates where the threshold is another one than last time. */
  Verdict kept(long threshold) {
    if (threshold == 0) {
      return always;
    }
    if (threshold == Verdict.NO_THRESHOLD) {
      return unknown;
    }
    Verdict known = other;
    if (known.threshold() != threshold) {
      known = Verdict.keptBy(name, threshold);
      other = known;
    }
    return known;
  }
}
