package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.metrics.ExportedTraces;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.sampling.OtTraceState;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.FragmentSink;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Verdict;

/**
 * Decides about complete fragments and hands them on: kept ones to one sink, the others to another.
 * Without {@linkplain TailRules rules} everything is handed on as kept, undecided.
 *
 * <p>Works on the application's thread that completed the fragment: no lock, and for a fragment
 * that no policy wants no allocation. All policies are asked, whatever the first one says: the
 * {@code th} of what is kept is the smallest threshold among those that admit it.
 *
 * <p>A late fragment inherits the verdict of the one it would have belonged to.
 */
public final class TailSampler implements FragmentSink {
  private final FragmentSink kept;
  private final FragmentSink notKept;
  private final SamplingCounts counts = new SamplingCounts();

  /** With the counts that belong to them; null for none. */
  private volatile RulesInForce inForce;

  /** What passed the head of all traces that begin here; negative where nobody knows. */
  private volatile long headFloor;

  /** What the head sent on as sampled, it said is sure to be kept. */
  private volatile boolean headPromises;

  /** {@link System#nanoTime} since which there are rules without interruption. */
  private volatile long ruledSince;

  /**
   * @param rules null for none
   * @param kept gets what is kept, with its verdict
   * @param notKept gets the others; their spans may be let go when it returns
   */
  public TailSampler(TailRules rules, FragmentSink kept, FragmentSink notKept) {
    this.kept = kept;
    this.notKept = notKept;
    replace(rules);
  }

  /**
   * Decides by other rules from the next fragment on. Policies with a memory begin anew.
   *
   * @param rules null for none
   */
  public synchronized void replace(TailRules rules) {
    if (inForce == null) {
      ruledSince = System.nanoTime();
    }
    inForce = rules == null ? null : new RulesInForce(rules, counts);
    counts.inForce(inForce);
  }

  /**
   * Says what the head does before: what is kept of the traces that begin here stands for those,
   * too, that the head has dropped; and what was promised on the wire is kept, even if the rules
   * have changed since.
   *
   * @param floor the threshold every trace that begins here has passed, 0 where the head drops
   *     none, negative where nobody knows
   * @param promises false if the head sends on as sampled whatever becomes of it
   */
  public void follow(long floor, boolean promises) {
    headFloor = floor;
    headPromises = promises;
  }

  /**
   * The threshold from which on a trace is sure to be kept, as {@link TailRules#baseThreshold};
   * negative without rules.
   */
  public long baseThreshold() {
    RulesInForce present = inForce;
    return present == null ? -1 : present.base;
  }

  /** The rules in force, or null. */
  public TailRules rules() {
    RulesInForce present = inForce;
    return present == null ? null : present.rules;
  }

  @Override
  public void accept(Fragment fragment) {
    RulesInForce present = inForce;
    if (present == null) {
      kept.accept(fragment);
      return;
    }
    Fragment earlier = fragment.earlier();
    if (earlier == null) {
      handOn(fragment, judge(present, fragment));
    } else {
      inherit(present, fragment, earlier);
    }
  }

  private void inherit(RulesInForce present, Fragment late, Fragment earlier) {
    Verdict verdict = earlier.verdict();
    if (verdict != null) {
      handOn(late, verdict);
      return;
    }
    if (earlier.last() == null) {
      // It left without a span, so nobody was asked: this is the first that is heard of the trace.
      verdict = judge(present, late);
      earlier.decide(verdict);
      handOn(late, verdict);
      return;
    }
    if (earlier.last().endNanos() - ruledSince < 0) {
      kept.accept(late);
      return;
    }
    // Another thread is deciding at this moment.
    earlier.leave(late);
    verdict = earlier.verdict();
    if (verdict != null) {
      handOnLeft(earlier, verdict);
    }
  }

  private void handOn(Fragment fragment, Verdict verdict) {
    fragment.decide(verdict);
    if (!verdict.isKept()) {
      ExportedTraces.dropped(fragment.root().traceIdHigh(), fragment.root().traceIdLow());
    }
    (verdict.isKept() ? kept : notKept).accept(fragment);
    handOnLeft(fragment, verdict);
  }

  private void handOnLeft(Fragment fragment, Verdict verdict) {
    for (Fragment late = fragment.takeLeft(); late != null; late = fragment.takeLeft()) {
      handOn(late, verdict);
    }
  }

  /** Asks everybody, without handing on. */
  Verdict judge(Fragment fragment) {
    return judge(inForce, fragment);
  }

  private Verdict judge(RulesInForce present, Fragment fragment) {
    TailRules rules = present.rules;
    RecordedSpan root = fragment.root();
    long randomness = OtTraceState.randomness(root, root.traceIdLow());
    counts.asked.increment();

    Rule first = null;
    PolicyCounts ofFirst = null;
    long certain = Answer.NEVER;
    Context caller = caller(root);
    if (caller.isSampled()) {
      first = TailRules.PARENT_RULE;
      ofFirst = present.ofParent;
      ofFirst.admitted.increment();
      certain = told(caller, randomness);
    }
    boolean promised = first == null && headPromises && root.isSampled();
    if (promised) {
      certain = told(root, randomness);
    }

    long spared = Answer.ALWAYS;
    for (int i = 0; i < rules.drops.length; i++) {
      Rule rule = rules.drops[i];
      long answer = rule.policy.ask(fragment, randomness, spared);
      long drops = rule.kind == Rule.Kind.DROP ? answer : Answer.not(answer);
      if (Answer.admits(drops, randomness)) {
        present.ofDrops[i].admitted.increment();
        counts.dropped.increment();
        return first == null
            ? unwanted(present, promised, root, certain)
            : kept(first, ofFirst, root, certain);
      }
      spared = Answer.and(spared, Answer.not(drops), randomness);
    }

    long least = Answer.NEVER;
    for (int i = 0; i < rules.keeps.length; i++) {
      Rule rule = rules.keeps[i];
      long answer = rule.policy.ask(fragment, randomness, spared);
      if (Answer.admits(answer, randomness)) {
        present.ofKeeps[i].admitted.increment();
        if (first == null) {
          first = rule;
          ofFirst = present.ofKeeps[i];
        }
        if (Answer.isThreshold(answer) && answer < least) {
          least = answer;
        }
      }
    }
    if (rules.isInvertedOnly) {
      least = Answer.ALWAYS;
      if (first == null) {
        first = rules.drops[0];
        ofFirst = present.ofDrops[0];
      }
    }
    if (first == null) {
      return unwanted(present, promised, root, certain);
    }
    // What was spared by its R alone is not surer to be kept than that.
    long own = least == Answer.NEVER ? Answer.NEVER : Answer.and(spared, least, randomness);
    return kept(first, ofFirst, root, Answer.isThreshold(own) ? Math.min(own, certain) : certain);
  }

  /** What the rules do not want they may have wanted when its root began, and others were told. */
  private Verdict unwanted(
      RulesInForce present, boolean promised, RecordedSpan root, long threshold) {
    if (!promised) {
      return Verdict.NOT_KEPT;
    }
    present.ofPromised.admitted.increment();
    return kept(TailRules.PROMISED_RULE, present.ofPromised, root, threshold);
  }

  /**
   * Kept on the word of a rule.
   *
   * @param threshold {@link Answer#NEVER} where none is known
   */
  private Verdict kept(Rule rule, PolicyCounts of, RecordedSpan root, long threshold) {
    // What the head has dropped of the traces that begin here never came this far.
    long floor = caller(root).hasTrace() ? 0 : headFloor;
    long th =
        threshold == Answer.NEVER || floor < 0 ? Verdict.NO_THRESHOLD : Math.max(threshold, floor);
    of.kept.increment();
    counts.kept(th, floor);
    return rule.kept(th);
  }

  /** What came in headers, or nothing: a span that comes late may have parents in this process. */
  private static Context caller(RecordedSpan root) {
    Context parent = root.parent();
    while (parent instanceof RecordedSpan) {
      parent = ((RecordedSpan) parent).parent();
    }
    return parent;
  }

  /** What {@code th} says to others; one that does not fit the trace's R says nothing true. */
  private static long told(Context context, long randomness) {
    long threshold = OtTraceState.threshold(context.traceState());
    return threshold >= 0 && threshold <= randomness ? threshold : Answer.NEVER;
  }

  /** Publishes what was decided. */
  public void report(Metrics metrics) {
    counts.report(metrics);
  }
}
