package io.obsagent.engine.trace;

/**
 * What the tail sampler decided about a {@link Fragment}: whether it is kept, on whose word, and
 * how many like it each kept one stands for. Immutable; a policy that does not depend on the
 * fragment hands out one object for all.
 *
 * <p>A fragment without a verdict was decided at the head alone, and its spans say themselves what
 * was decided.
 */
public final class Verdict {
  /** No threshold is known: the span counts nothing in an estimate. */
  public static final long NO_THRESHOLD = -1;

  /** It is let go. */
  public static final Verdict NOT_KEPT = new Verdict(null, NO_THRESHOLD);

  private final String policy;
  private final long threshold;

  private Verdict(String policy, long threshold) {
    this.policy = policy;
    this.threshold = threshold;
  }

  /**
   * It is kept.
   *
   * @param policy the name of the policy that said so first, for {@code obs.sampling.policy}
   * @param threshold {@code ot=th} of its spans, 0 to 2<sup>56</sup> - 1, or {@link #NO_THRESHOLD}
   */
  public static Verdict keptBy(String policy, long threshold) {
    return new Verdict(policy, threshold);
  }

  public boolean isKept() {
    return policy != null;
  }

  /** Null if it is not kept. */
  public String policy() {
    return policy;
  }

  /** The rejected share of 2<sup>56</sup>, or {@link #NO_THRESHOLD}. */
  public long threshold() {
    return threshold;
  }
}
