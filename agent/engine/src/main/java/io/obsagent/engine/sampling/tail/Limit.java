package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.sampling.Threshold;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a load may pass, and which: the traces with the highest R, so that every process that
 * limits drops the same ones, lowest first.
 *
 * <p>The threshold in force follows the load that is <em>offered</em>, never what passed: so it
 * does not depend on the R of what it decides, each trace passes with the probability that its
 * {@code th} says, and sums of adjusted counts stay right. A second passes on the share {@code
 * perSecond / load of the second before}. Where it brings more than that (and more than {@code
 * burst}), the share falls with the square of the excess: it never reaches zero, and what passes of
 * the excess stays below what would have passed without it. So a steady load passes {@code
 * perSecond}, whatever fits passes whole, and a second in which the load jumps at most twice {@code
 * burst}.
 *
 * <p>Time comes with the fragments. No lock, no allocation: threads that meet at the turn of a
 * second may see the old share once more.
 */
final class Limit {
  private static final long SECOND = 1_000_000_000L;

  private final double perSecond;
  private final double burst;
  private final AtomicLong second = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong offered = new AtomicLong();
  private volatile long before;

  Limit(double perSecond, double burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /**
   * Offers a load; the {@link Answer} says which R pass.
   *
   * @param given what is sure of R already: the limit divides what is left
   * @param weight spans or bytes
   */
  long ask(long nowNanos, long given, long weight) {
    return threshold(Answer.from(given), Answer.to(given), share(nowNanos, weight));
  }

  private double share(long nowNanos, long weight) {
    long now = Math.floorDiv(nowNanos, SECOND);
    long current = second.get();
    if (now > current && second.compareAndSet(current, now)) {
      long all = offered.getAndSet(0);
      before = now == current + 1 ? all : 0;
    }
    long here = offered.getAndAdd(weight);
    double expected = Math.max(burst, before);
    double share = before > perSecond ? perSecond / before : 1;
    return here <= expected ? share : share * (expected / here) * (expected / here);
  }

  /** The upper {@code share} of what lies between; rounded by 0.05 % so that headers stay short. */
  private static long threshold(long from, long to, double share) {
    if (share >= 1) {
      return from;
    }
    long kept = (long) (share * (to - from));
    if (kept <= 0) {
      return Answer.NEVER;
    }
    long exact = to - kept;
    long unit = Math.max(1, Long.highestOneBit(Threshold.NEVER - exact) >> 11);
    return Math.max(from, exact & -unit);
  }
}
