package io.obsagent.engine.propagation;

/** Reads lower-case hexadecimal out of header values. Allocates nothing, never throws. */
final class LowerHex {
  private LowerHex() {}

  /** Whether these characters exist and all are digits or {@code a} to {@code f}. */
  static boolean is(String text, int from, int to) {
    if (to > text.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char character = text.charAt(i);
      boolean digit = character >= '0' && character <= '9';
      if (!digit && (character < 'a' || character > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** The value of at most 16 characters for which {@link #is} holds; 0 for none. */
  static long parse(String text, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      char character = text.charAt(i);
      value = value << 4 | (character <= '9' ? character - '0' : character - 'a' + 10);
    }
    return value;
  }
}
