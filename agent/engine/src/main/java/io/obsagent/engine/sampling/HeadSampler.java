package io.obsagent.engine.sampling;

import io.obsagent.engine.trace.Context;

/**
 * The decision when a local root starts. Implementations are thread-safe, do not block and, where
 * the {@code tracestate} does not change, do not allocate.
 */
public interface HeadSampler {
  /**
   * Whether to record the trace, and what to promise about it.
   *
   * @param parent the remote parent, or {@link Context#ROOT}
   * @param traceIdHigh high half of the trace id (the parent's, or the fresh one)
   * @param traceIdLow low half; its low 56 bits are the randomness of consistent sampling
   */
  SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow);

  /**
   * The {@code tracestate} to carry on after {@link #decide} said so.
   *
   * @return null for none
   */
  String traceState(Context parent, SamplingDecision decision);

  /** For the start line, e.g. {@code parentbased_traceidratio{0.05}}. */
  String description();
}
