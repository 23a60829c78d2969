package io.obsagent.engine.sampling;

/**
 * The arithmetic of consistent probability sampling. A threshold T is the number of traces out of
 * 2<sup>56</sup> that are rejected; a trace with randomness R is kept iff R &ge; T. So whoever
 * keeps a share p of all traces keeps all that anyone with a smaller share keeps.
 *
 * <p>No method allocates but {@link #format}.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">TraceState:
 *     Probability Sampling</a>
 */
public final class Threshold {
  /** Hexadecimal digits of a whole threshold or randomness. */
  static final int DIGITS = 14;

  /** Rejects everything. Not a probability: it is never written. */
  public static final long NEVER = 1L << 56;

  /** No threshold is known. */
  public static final long UNKNOWN = -1;

  /** Significant digits, those after leading {@code f}; OpenTelemetry's recommendation. */
  private static final int PRECISION = 4;

  private Threshold() {}

  /**
   * The threshold that keeps a share of all traces, rounded half up to four significant hexadecimal
   * digits: everyone who rounds alike keeps the same traces for the same ratio, and the header
   * stays short. The share then is off by less than one part in 4 000.
   *
   * @param ratio 0 to 1; below 2<sup>-56</sup> nothing is kept
   */
  public static long ofRatio(double ratio) {
    if (ratio >= 1) {
      return 0;
    }
    if (!(ratio >= 0x1p-56)) {
      return NEVER;
    }
    // Four leading binary zeros of the ratio make one leading f of the threshold.
    int leadingFs = -(Math.getExponent(ratio) + 1) / 4;
    int digits = Math.min(DIGITS, PRECISION + leadingFs);
    long unit = 1L << (4 * (DIGITS - digits));
    // Exact: a double times a power of two. Half up for T is half down for what is kept.
    double kept = ratio * 0x1p56;
    if (unit == 1) {
      return NEVER - (long) Math.ceil(kept - 0.5);
    }
    return (NEVER - (long) Math.ceil(kept) + unit / 2) / unit * unit;
  }

  /** The lower-case hexadecimal digits without trailing zeros; {@code 0} for zero. */
  public static String format(long threshold) {
    if (threshold == 0) {
      return "0";
    }
    int zeros = Long.numberOfTrailingZeros(threshold) / 4;
    String digits = Long.toHexString(threshold >>> (4 * zeros));
    StringBuilder text = new StringBuilder(DIGITS);
    for (int i = digits.length() + zeros; i < DIGITS; i++) {
      text.append('0');
    }
    return text.append(digits).toString();
  }

  /** Reads 1 to 14 digits, those left out being zeros; {@link #UNKNOWN} if malformed. */
  static long parse(String text, int from, int to) {
    int length = to - from;
    if (length < 1 || length > DIGITS) {
      return UNKNOWN;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = digit(text.charAt(i));
      if (digit < 0) {
        return UNKNOWN;
      }
      value = value << 4 | digit;
    }
    return value << (4 * (DIGITS - length));
  }

  private static int digit(char character) {
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
  }
}
