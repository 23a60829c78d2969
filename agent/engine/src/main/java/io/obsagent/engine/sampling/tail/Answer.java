package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.sampling.Threshold;

/**
 * What a policy says about a fragment, as a condition on the trace's randomness R, so that the
 * threshold of what is kept comes out of the same arithmetic as the decision. A long:
 *
 * <ul>
 *   <li>T from 0 to 2<sup>56</sup>: kept iff R &ge; T. {@link #ALWAYS} is 0, {@link #NEVER}
 *       2<sup>56</sup>.
 *   <li>~T: kept iff R &lt; T, the opposite.
 *   <li>{@link #YES} and {@link #NO}: this once, for reasons of which no probability is known.
 * </ul>
 *
 * No method allocates.
 */
final class Answer {
  static final long ALWAYS = 0;
  static final long NEVER = Threshold.NEVER;
  static final long YES = Long.MIN_VALUE + 1;
  static final long NO = Long.MIN_VALUE;

  private Answer() {}

  /** Fixed conditions: they hold or they do not. */
  static long fixed(boolean holds) {
    return holds ? ALWAYS : NEVER;
  }

  /** Conditions that depend on what was seen before. */
  static long once(boolean holds) {
    return holds ? YES : NO;
  }

  static boolean admits(long answer, long randomness) {
    if (answer >= 0) {
      return randomness >= answer;
    }
    return isKnown(answer) ? randomness < ~answer : answer == YES;
  }

  /** It is a threshold, which can be written as {@code th}. */
  static boolean isThreshold(long answer) {
    return answer >= 0;
  }

  private static boolean isKnown(long answer) {
    return answer > YES;
  }

  static long not(long answer) {
    if (isKnown(answer)) {
      return normal(~answer);
    }
    return answer == YES ? NO : YES;
  }

  /**
   * Both. What two thresholds leave between them has no name here: it becomes {@link #YES} or
   * {@link #NO}.
   */
  static long and(long one, long other, long randomness) {
    if (one == ALWAYS || other == NEVER) {
      return other;
    }
    if (other == ALWAYS || one == NEVER) {
      return one;
    }
    if (isKnown(one) && isKnown(other) && (one >= 0) == (other >= 0)) {
      // Two lower edges: the higher holds. Two upper edges ~T: the lower T is the higher ~T.
      return Math.max(one, other);
    }
    return once(admits(one, randomness) && admits(other, randomness));
  }

  /** The lower edge of the R it admits; 0 where unknown. */
  static long from(long answer) {
    return answer >= 0 ? answer : 0;
  }

  /** The upper edge, exclusive. */
  static long to(long answer) {
    return answer < 0 && isKnown(answer) ? ~answer : Threshold.NEVER;
  }

  /** "Below all" is always, "below none" never. */
  private static long normal(long answer) {
    if (answer == ~NEVER) {
      return ALWAYS;
    }
    return answer == ~ALWAYS ? NEVER : answer;
  }
}
