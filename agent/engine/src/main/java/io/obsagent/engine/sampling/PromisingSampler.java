package io.obsagent.engine.sampling;

import io.obsagent.engine.trace.Context;
import java.util.function.LongSupplier;

/**
 * The head before a tail sampler. As long as that has no rules, the configured head sampler and
 * nothing else. With rules every call is recorded, and what goes on the wire is only what is
 * already certain. A trace is sure to be kept when its parent came sampled, or when the base
 * probability of the tail sampler, which depends on the trace's randomness alone, will keep it;
 * then it is sent on as sampled, with the threshold. Any other is sent on as not sampled, without
 * one, and decided once it is complete. So an ordinary peer keeps whole traces, at the base rate.
 *
 * <p>A head sampler that somebody configured still drops first what it would drop where a trace
 * begins; the tail sees the rest, and the threshold is the higher of both. What arrives is never
 * dropped here.
 *
 * <p>Thread-safe. Cost of a decision: that of the head sampler, a call of the base threshold, one
 * comparison. Cost of the {@code tracestate} of a trace that begins here: two comparisons; a change
 * of the base threshold makes one new text.
 */
final class PromisingSampler implements HeadSampler {
  private final HeadSampler alone;
  private final HeadSampler head;
  private final LongSupplier base;
  private final boolean always;

  /** What the head sampler leaves of all traces, {@link Threshold#UNKNOWN} where nobody knows. */
  private final long floor;

  private volatile Promise promise;

  /**
   * @param alone decides while there are no rules
   * @param head drops where traces begin; not one of the parent-based
   * @param base the threshold from which on the tail sampler is sure to keep a trace, {@link
   *     Threshold#NEVER} if there is none, negative while it has no rules; may change
   * @param always send everything on as sampled, whatever becomes of it here
   */
  PromisingSampler(HeadSampler alone, HeadSampler head, LongSupplier base, boolean always) {
    this.alone = alone;
    this.head = head;
    this.base = base;
    this.always = always;
    this.floor = floorOf(head);
    this.promise = new Promise(Threshold.UNKNOWN);
  }

  /** A head sampler says itself which threshold it writes for a trace that it samples. */
  static long floorOf(HeadSampler head) {
    return OtTraceState.threshold(
        head.traceState(Context.ROOT, SamplingDecision.RECORD_AND_SAMPLE));
  }

  /** Negative while there are no rules. */
  private long own() {
    long own = base.getAsLong();
    return always && own > 0 ? 0 : own;
  }

  @Override
  public SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow) {
    long own = own();
    if (own < 0) {
      return alone.decide(parent, traceIdHigh, traceIdLow);
    }
    if (!parent.hasTrace()) {
      if (head.decide(parent, traceIdHigh, traceIdLow) == SamplingDecision.DROP) {
        return SamplingDecision.DROP;
      }
    } else if (parent.isSampled()) {
      return SamplingDecision.RECORD_AND_SAMPLE;
    }
    return reaches(own, parent, traceIdLow)
        ? SamplingDecision.RECORD_AND_SAMPLE
        : SamplingDecision.RECORD_ONLY;
  }

  private static boolean reaches(long threshold, Context parent, long traceIdLow) {
    return threshold == 0
        || (threshold < Threshold.NEVER
            && OtTraceState.randomness(parent, traceIdLow) >= threshold);
  }

  @Override
  public String traceState(Context parent, SamplingDecision decision) {
    long own = own();
    if (own < 0) {
      return alone.traceState(parent, decision);
    }
    boolean promised = decision == SamplingDecision.RECORD_AND_SAMPLE;
    if (!parent.hasTrace()) {
      if (!promised) {
        return OtTraceState.withThreshold(parent.traceState(), Threshold.UNKNOWN);
      }
      long known = floor == Threshold.UNKNOWN ? Threshold.UNKNOWN : Math.max(floor, own);
      return parent.traceState() == null
          ? promise(known)
          : OtTraceState.withThreshold(parent.traceState(), known);
    }
    return OtTraceState.withThreshold(
        parent.traceState(), promised ? threshold(parent, own) : Threshold.UNKNOWN);
  }

  /** The smaller of the parent's threshold and ours, of those that hold for this trace. */
  private long threshold(Context parent, long ours) {
    long theirs =
        parent.isSampled() ? OtTraceState.threshold(parent.traceState()) : Threshold.UNKNOWN;
    if (theirs != Threshold.UNKNOWN && !reaches(theirs, parent, parent.traceIdLow())) {
      theirs = Threshold.UNKNOWN;
    }
    if (!reaches(ours, parent, parent.traceIdLow())) {
      return theirs;
    }
    return theirs == Threshold.UNKNOWN ? ours : Math.min(theirs, ours);
  }

  private String promise(long threshold) {
    Promise known = promise;
    if (known.threshold != threshold) {
      known = new Promise(threshold);
      promise = known;
    }
    return known.traceState;
  }

  @Override
  public String description() {
    return alone.description();
  }

  /** The whole list of a trace that begins here and is sure to be kept. */
  private static final class Promise {
    final long threshold;
    final String traceState;

    Promise(long threshold) {
      this.threshold = threshold;
      this.traceState =
          threshold == Threshold.UNKNOWN || threshold >= Threshold.NEVER
              ? null
              : OtTraceState.withThreshold(null, threshold);
    }
  }
}
