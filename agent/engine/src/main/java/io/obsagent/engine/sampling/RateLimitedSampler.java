package io.obsagent.engine.sampling;

import io.obsagent.engine.trace.Context;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps at most so many traces a second in this JVM, in bursts of at most one second's worth. What
 * share of the traces that is nobody knows, so no threshold is written.
 *
 * <p>The whole state is the time at which the bucket would be empty: a kept trace moves it on by
 * one interval, and a trace is kept while it is less than a second ahead. Cost: one clock read, one
 * volatile read, and one compare-and-set for a kept trace; no lock.
 */
final class RateLimitedSampler implements HeadSampler {
  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier clock;
  private final long interval;
  private final long tolerance;
  private final AtomicLong emptyAt;
  private final String description;

  /**
   * @param perSecond traces per second, more than 0
   * @param clock nanoseconds, from any origin
   */
  RateLimitedSampler(double perSecond, LongSupplier clock) {
    this.clock = clock;
    // Below one in three years the interval stops growing, so that no sum overflows.
    this.interval = (long) Math.min(NANOS_PER_SECOND / perSecond, 1e17);
    this.tolerance = Math.max(0, (long) NANOS_PER_SECOND - interval);
    this.emptyAt = new AtomicLong(clock.getAsLong());
    this.description = "rate_limited{" + perSecond + "}";
  }

  @Override
  public SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow) {
    long now = clock.getAsLong();
    while (true) {
      long before = emptyAt.get();
      long ahead = Math.max(0, before - now);
      if (ahead > tolerance) {
        return SamplingDecision.DROP;
      }
      if (emptyAt.compareAndSet(before, now + ahead + interval)) {
        return SamplingDecision.RECORD_AND_SAMPLE;
      }
    }
  }

  @Override
  public String traceState(Context parent, SamplingDecision decision) {
    return OtTraceState.withThreshold(parent.traceState(), Threshold.UNKNOWN);
  }

  @Override
  public String description() {
    return description;
  }
}
