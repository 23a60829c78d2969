package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.sampling.Threshold;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tail sampler keeps: the policies in force, in the order they were named. Immutable but
 * for what policies with a memory remember; thread-safe.
 */
public final class TailRules {
  /** The policy that is always in force and always first: what the caller has sampled is kept. */
  public static final String PARENT = "parent";

  static final Rule PARENT_RULE = new Rule(PARENT, Rule.Kind.KEEP, new AlwaysSample());

  /** The name under which a trace is kept only because others were told that it would be. */
  public static final String PROMISED = "promised";

  static final Rule PROMISED_RULE = new Rule(PROMISED, Rule.Kind.KEEP, new AlwaysSample());

  /** Those that can drop, asked first. */
  final Rule[] drops;

  final Rule[] keeps;

  /** An inverted policy is heard only where all are inverted. */
  final boolean isInvertedOnly;

  private final String description;
  private final long decisionWaitMillis;

  TailRules(List<Rule> rules, String description, long decisionWaitMillis) {
    List<Rule> dropping = new ArrayList<>();
    List<Rule> keeping = new ArrayList<>();
    boolean inverted = true;
    for (Rule rule : rules) {
      (rule.kind == Rule.Kind.KEEP ? keeping : dropping).add(rule);
      inverted &= rule.kind == Rule.Kind.INVERTED;
    }
    this.drops = dropping.toArray(new Rule[0]);
    this.keeps = keeping.toArray(new Rule[0]);
    this.isInvertedOnly = inverted && !rules.isEmpty();
    this.description = description;
    this.decisionWaitMillis = decisionWaitMillis;
  }

  /**
   * Reads the short form, {@code obs.sampling.tail}: {@code error,latency:500ms,probabilistic:5}.
   *
   * @param complaints takes one line for each part that cannot be used; the others are in force
   * @return null if nothing can be used
   */
  public static TailRules parse(String text, List<String> complaints) {
    return ShortForm.parse(text, complaints);
  }

  /**
   * The threshold from which on a trace is sure to be kept, whatever happens in it: that of the
   * largest share among the policies at the top that depend on R alone. {@link Threshold#NEVER}
   * where there is none, or where some policy can drop.
   */
  public long baseThreshold() {
    long base = Threshold.NEVER;
    if (drops.length == 0) {
      for (Rule rule : keeps) {
        if (rule.policy instanceof Probabilistic) {
          base = Math.min(base, ((Probabilistic) rule.policy).threshold());
        } else if (rule.policy instanceof AlwaysSample) {
          base = 0;
        }
      }
    }
    return base;
  }

  /**
   * {@code decision_wait} of a policy file, in milliseconds: how long a root that has ended waits
   * for its open children; -1 where it was not said.
   */
  public long decisionWaitMillis() {
    return decisionWaitMillis;
  }

  /** Names of all policies in force, in the order in which they are asked; for people. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(PARENT);
    for (Rule rule : drops) {
      names.add(rule.name);
    }
    for (Rule rule : keeps) {
      names.add(rule.name);
    }
    return names;
  }

  /** As it was written, or the file it stands in. */
  public String description() {
    return description;
  }
}
