package io.obsagent.engine.sampling;

import io.obsagent.engine.trace.Context;

/**
 * Does as the parent did, and asks another sampler where a trace begins. The parent's threshold
 * goes on with a sampled trace if it fits the trace's randomness; one that does not fit, or stands
 * on a trace not sampled, says nothing true and is erased.
 */
final class ParentBasedSampler implements HeadSampler {
  private final HeadSampler root;

  ParentBasedSampler(HeadSampler root) {
    this.root = root;
  }

  @Override
  public SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow) {
    return parent.hasTrace()
        ? SamplingDecision.sampled(parent.isSampled())
        : root.decide(parent, traceIdHigh, traceIdLow);
  }

  @Override
  public String traceState(Context parent, SamplingDecision decision) {
    if (!parent.hasTrace()) {
      return root.traceState(parent, decision);
    }
    String list = parent.traceState();
    if (list == null) {
      return null;
    }
    boolean sampled = decision == SamplingDecision.RECORD_AND_SAMPLE;
    long threshold = sampled ? OtTraceState.threshold(list) : Threshold.UNKNOWN;
    boolean fits = OtTraceState.randomness(parent, parent.traceIdLow()) >= threshold;
    return OtTraceState.withThreshold(list, fits ? threshold : Threshold.UNKNOWN);
  }

  @Override
  public String description() {
    return "parentbased_" + root.description();
  }
}
