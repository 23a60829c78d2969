package io.obsagent.smoke.sampling;

/** Consistent probability, worked out from its definition and not from the agent's code. */
record Ratio(double share) {

  /** The low 56 bits of the trace id are its randomness R; it is kept if R reaches T. */
  boolean keeps(String traceId) {
    long randomness = Long.parseUnsignedLong(traceId.substring(18), 16);
    return randomness >= Long.parseLong(threshold(), 16);
  }

  /**
   * T in 14 digits: what is not kept of 2^56, in four significant digits beyond leading f's. Only
   * for shares between a sixteenth of a sixteenth and one.
   */
  String threshold() {
    double rejected = 1 - share;
    int leading = rejected >= 15.0 / 16 ? 1 : 0;
    int digits = 4 + leading;
    long scaled = Math.round(rejected * (1L << (4 * digits)));
    return String.format("%0" + digits + "x", scaled) + "0".repeat(14 - digits);
  }

  /** {@code th} as it stands in a tracestate. */
  String th() {
    return threshold().replaceAll("0+$", "");
  }
}
