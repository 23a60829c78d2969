package io.obsagent.engine.sampling;

/**
 * What is decided about a trace when its local root starts. OpenTelemetry's three, by their names.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/sdk/#sampler">Trace SDK: Sampler</a>
 */
public enum SamplingDecision {
  /** Nothing is remembered; the wire says so. */
  DROP,

  /** It is remembered, and decided later; the wire promises nothing. */
  RECORD_ONLY,

  /** It is remembered and sure to be kept; the wire says so. */
  RECORD_AND_SAMPLE;

  /** {@link #RECORD_AND_SAMPLE} or {@link #DROP}. */
  public static SamplingDecision sampled(boolean sampled) {
    return sampled ? RECORD_AND_SAMPLE : DROP;
  }
}
