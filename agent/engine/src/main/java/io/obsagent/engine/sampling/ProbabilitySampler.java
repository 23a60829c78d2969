package io.obsagent.engine.sampling;

import io.obsagent.engine.trace.Context;

/**
 * Keeps the traces whose randomness reaches a fixed threshold, whatever the parent did: {@code
 * always_on} with threshold 0, {@code traceidratio}, and {@code always_off}, which no trace
 * reaches.
 *
 * <p>Cost of a decision: one comparison, and a scan of the parent's {@code tracestate} where there
 * is one and the ratio is neither 0 nor 1.
 */
final class ProbabilitySampler implements HeadSampler {
  private final long threshold;
  private final String description;

  /** The whole list of a trace that begins here. */
  private final String ownState;

  ProbabilitySampler(long threshold, String description) {
    this.threshold = threshold;
    this.description = description;
    this.ownState =
        threshold == Threshold.NEVER ? null : OtTraceState.withThreshold(null, threshold);
  }

  @Override
  public SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow) {
    if (threshold == 0 || threshold == Threshold.NEVER) {
      return SamplingDecision.sampled(threshold == 0);
    }
    return SamplingDecision.sampled(OtTraceState.randomness(parent, traceIdLow) >= threshold);
  }

  @Override
  public String traceState(Context parent, SamplingDecision decision) {
    boolean sampled = decision == SamplingDecision.RECORD_AND_SAMPLE;
    if (parent.traceState() == null) {
      return sampled ? ownState : null;
    }
    return OtTraceState.withThreshold(parent.traceState(), sampled ? threshold : Threshold.UNKNOWN);
  }

  @Override
  public String description() {
    return description;
  }
}
