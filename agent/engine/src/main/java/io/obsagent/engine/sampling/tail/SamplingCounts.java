package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Observation;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a tail sampler counts: each policy's word, what came of it, and what the kept fragments
 * stand for. Counts outlive the rules, so that they only grow.
 */
final class SamplingCounts {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("io.obsagent");
  private static final AttributeKey POLICY = AttributeKey.string("policy");
  private static final AttributeKey DECISION = AttributeKey.string("decision");

  /** Policies of all rules so far; later names share one. */
  private static final int MAX_POLICIES = 1_000;

  /** Fragments that were judged: exact, late ones not among them. */
  final LongAdder asked = new LongAdder();

  final LongAdder dropped = new LongAdder();
  private final LongAdder keptAll = new LongAdder();
  private final DoubleAdder estimate = new DoubleAdder();
  private final Map<String, PolicyCounts> policies = new LinkedHashMap<>();
  private RulesInForce present;

  /**
   * One fragment is kept.
   *
   * @param threshold its {@code th}, negative for none
   * @param floor what it had passed before it was judged: the estimate is of what was judged
   */
  void kept(long threshold, long floor) {
    keptAll.increment();
    if (threshold >= 0) {
      estimate.add((0x1p56 - floor) / (0x1p56 - threshold));
    }
  }

  synchronized PolicyCounts[] of(Rule[] rules) {
    PolicyCounts[] counts = new PolicyCounts[rules.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = of(rules[i]);
    }
    return counts;
  }

  synchronized PolicyCounts of(Rule rule) {
    boolean drops = rule.kind == Rule.Kind.DROP;
    String name = policies.size() < MAX_POLICIES ? rule.name : "others";
    String key = name + (drops ? " drops" : "");
    PolicyCounts known = policies.get(key);
    if (known == null) {
      known = new PolicyCounts(name, drops);
      policies.put(key, known);
    }
    return known;
  }

  /** From now on these are asked. */
  synchronized void inForce(RulesInForce next) {
    for (PolicyCounts counts : all(present)) {
      counts.end(asked(counts));
    }
    present = next;
    for (PolicyCounts counts : all(next)) {
      counts.begin(asked(counts));
    }
  }

  private static List<PolicyCounts> all(RulesInForce rules) {
    List<PolicyCounts> all = new ArrayList<>();
    if (rules != null) {
      all.add(rules.ofParent);
      all.add(rules.ofPromised);
      Collections.addAll(all, rules.ofDrops);
      Collections.addAll(all, rules.ofKeeps);
    }
    return all;
  }

  /** Who keeps is not asked about what is dropped. */
  private long asked(PolicyCounts counts) {
    return counts.drops ? asked.sum() : asked.sum() - dropped.sum();
  }

  void report(Metrics metrics) {
    Instrument.Kind counter = Instrument.Kind.COUNTER;
    metrics.observe(
        counter,
        SCOPE,
        "obs.sampling.decisions",
        "{decision}",
        "What each policy of the tail sampler said about fragments.",
        new Decisions(),
        POLICY,
        DECISION);
    metrics.observe(
        counter,
        SCOPE,
        "obs.sampling.fragments",
        "{fragment}",
        "Fragments the tail sampler has kept, by the policy that said so first, and not kept.",
        new Fragments(),
        POLICY,
        DECISION);
    metrics.observe(
        counter,
        SCOPE,
        "obs.sampling.estimate",
        "{fragment}",
        "Sum of what the kept fragments stand for by their th: estimates how many there were.",
        new Estimate());
    metrics.observe(
        Instrument.Kind.GAUGE,
        SCOPE,
        "obs.sampling.estimate.error",
        "1",
        "How far that estimate is from the exact number of fragments, as a share of it.",
        new EstimateError());
  }

  private synchronized List<PolicyCounts> policies() {
    return new ArrayList<>(policies.values());
  }

  /** Whether there ever were rules: without any, nothing is said. */
  private synchronized boolean isUsed() {
    return !policies.isEmpty();
  }

  private final class Decisions implements Observation.Source {
    @Override
    public void observe(Observation to) {
      for (PolicyCounts policy : policies()) {
        long admitted = policy.admitted.sum();
        to.set(admitted, policy.name, policy.drops ? "dropped" : "sampled");
        to.set(Math.max(0, policy.asked(asked(policy)) - admitted), policy.name, "not_sampled");
      }
    }
  }

  private final class Fragments implements Observation.Source {
    @Override
    public void observe(Observation to) {
      for (PolicyCounts policy : policies()) {
        if (!policy.drops) {
          to.set(policy.kept.sum(), policy.name, "kept");
        }
      }
      if (isUsed()) {
        to.set(Math.max(0, asked.sum() - keptAll.sum()), null, "not_kept");
      }
    }
  }

  private final class Estimate implements Observation.Source {
    @Override
    public void observe(Observation to) {
      if (isUsed()) {
        to.set(estimate.sum());
      }
    }
  }

  private final class EstimateError implements Observation.Source {
    @Override
    public void observe(Observation to) {
      long exact = asked.sum();
      if (exact > 0) {
        to.set((estimate.sum() - exact) / exact);
      }
    }
  }
}
