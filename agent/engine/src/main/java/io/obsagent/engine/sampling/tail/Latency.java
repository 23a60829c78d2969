package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;

/**
 * {@code latency}: the fragment took long. In whole milliseconds as the Collector compares them: at
 * least {@code threshold_ms}; with an upper threshold more than {@code threshold_ms} and at most
 * {@code upper_threshold_ms}.
 */
final class Latency extends Policy {
  private static final long NANOS = 1_000_000;

  private final long least;
  private final long below;

  /**
   * @param upperMillis 0 for none
   */
  Latency(long millis, long upperMillis) {
    this.least = (upperMillis == 0 ? millis : millis + 1) * NANOS;
    this.below = upperMillis == 0 ? Long.MAX_VALUE : (upperMillis + 1) * NANOS;
  }

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    long nanos = durationNanos(fragment);
    return Answer.fixed(nanos >= least && nanos < below);
  }
}
