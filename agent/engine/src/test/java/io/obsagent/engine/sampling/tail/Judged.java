package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.sampling.HeadSampler;
import io.obsagent.engine.sampling.SamplingDecision;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.FragmentSink;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tracer that records everything, and a tail sampler behind it with what came of it. */
final class Judged {
  static final InstrumentationScope SCOPE = InstrumentationScope.named("test");
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000 * MILLI;

  /** R of a trace with this low half. */
  static final long MAX_R = (1L << 56) - 1;

  final List<Fragment> kept = new CopyOnWriteArrayList<>();
  final List<Fragment> notKept = new CopyOnWriteArrayList<>();
  final TailSampler sampler;
  final Tracer tracer;

  Judged(TailRules rules) {
    this(rules, false);
  }

  private Judged(TailRules rules, boolean forgetful) {
    FragmentSink forget = fragment -> {};
    this.sampler =
        new TailSampler(rules, forgetful ? forget : kept::add, forgetful ? forget : notKept::add);
    this.tracer = new Tracer(new RecordAll(), sampler, SpanLimits.DEFAULT);
  }

  static Judged by(String shortForm) {
    return new Judged(rules(shortForm));
  }

  /** Forgets what it is handed, so that it can be handed much. */
  static Judged forgetting(TailRules rules) {
    return new Judged(rules, true);
  }

  static TailRules rules(String shortForm) {
    List<String> complaints = new ArrayList<>();
    TailRules rules = TailRules.parse(shortForm, complaints);
    if (!complaints.isEmpty()) {
      throw new AssertionError(complaints);
    }
    return rules;
  }

  static TailRules rules(Rule... rules) {
    return new TailRules(List.of(rules), "test", -1);
  }

  static Rule keep(String name, Policy policy) {
    return new Rule(name, Rule.Kind.KEEP, policy);
  }

  static Rule drop(String name, Policy... policies) {
    return new Rule(name, Rule.Kind.DROP, new Both(policies));
  }

  /** A root whose trace has this R. */
  RecordedSpan root(long randomness, long startNanos) {
    return root(Context.remote(1, randomness, 7, 0, null, null), startNanos);
  }

  RecordedSpan root(Context parent, long startNanos) {
    return (RecordedSpan) tracer.startRoot(parent, SpanKind.SERVER, SCOPE, startNanos);
  }

  RecordedSpan child(RecordedSpan parent, long startNanos) {
    return (RecordedSpan) tracer.startChild(parent, SpanKind.CLIENT, SCOPE, startNanos);
  }

  /** A fragment of one span. */
  void bare(long randomness, long startNanos, long endNanos) {
    root(randomness, startNanos).end(endNanos);
  }

  /** The policies that kept what was kept, in order. */
  List<String> policies() {
    return kept.stream().map(fragment -> fragment.verdict().policy()).toList();
  }

  static class RecordAll implements HeadSampler {
    @Override
    public SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow) {
      return parent.isSampled() ? SamplingDecision.RECORD_AND_SAMPLE : SamplingDecision.RECORD_ONLY;
    }

    @Override
    public String traceState(Context parent, SamplingDecision decision) {
      return parent.traceState();
    }

    @Override
    public String description() {
      return "all";
    }
  }
}
