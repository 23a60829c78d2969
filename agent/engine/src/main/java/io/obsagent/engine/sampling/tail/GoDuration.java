package io.obsagent.engine.sampling.tail;

/** Durations as Go writes them, which the Collector is made of. */
final class GoDuration {
  private static final String[] UNITS = {"ns", "us", "µs", "ms", "s", "m", "h"};
  private static final double[] MILLIS = {1e-6, 1e-3, 1e-3, 1, 1e3, 6e4, 3.6e6};

  private GoDuration() {}

  /** Milliseconds of a sequence of numbers, each with its unit; NaN if it is none. */
  static double millis(String text) {
    if (text.equals("0")) {
      return 0;
    }
    double millis = text.isEmpty() ? Double.NaN : 0;
    int at = 0;
    while (at < text.length()) {
      int digits = at;
      while (digits < text.length() && isOfNumber(text.charAt(digits))) {
        digits++;
      }
      int end = digits;
      while (end < text.length() && !isOfNumber(text.charAt(end))) {
        end++;
      }
      millis += number(text.substring(at, digits)) * unit(text.substring(digits, end));
      at = end;
    }
    return millis;
  }

  private static boolean isOfNumber(char character) {
    return (character >= '0' && character <= '9') || character == '.';
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }

  private static double unit(String text) {
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(text)) {
        return MILLIS[i];
      }
    }
    return Double.NaN;
  }
}
