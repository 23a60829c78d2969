package io.obsagent.engine.export.console;

import io.obsagent.engine.trace.Hex;

/**
 * Text of the application made fit for one line of a terminal: control characters become visible (a
 * trace must not be able to move the cursor), long text is cut, numbers look the same in every
 * locale.
 */
final class ConsoleText {
  private ConsoleText() {}

  /** Appends {@code text} with control and invisible formatting characters written as escapes. */
  static void visible(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n':
          out.append("\\n");
          break;
        case '\r':
          out.append("\\r");
          break;
        case '\t':
          out.append("\\t");
          break;
        default:
          if (isInvisible(c)) {
            out.append("\\u").append(Hex.of64(c), 12, 16);
          } else {
            out.append(c);
          }
      }
    }
  }

  static String visible(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isInvisible(text.charAt(i))) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        visible(out, text);
        return out.toString();
      }
    }
    return text;
  }

  private static boolean isInvisible(char c) {
    return c < ' '
        || (c >= 0x7f && c < 0xa0)
        || c == 0xad
        || (c >= 0x200b && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x206f)
        || c == 0xfeff
        || Character.getType(c) == Character.UNASSIGNED;
  }

  /** Runs of white space, line breaks included, become one space: SQL in one line. */
  static String oneLine(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        space = out.length() > 0;
      } else {
        if (space) {
          out.append(' ');
          space = false;
        }
        out.append(c);
      }
    }
    return out.toString();
  }

  /** At most {@code width} characters, the last being the mark of a cut if there was one. */
  static String cut(String text, int width, String mark) {
    if (text.length() <= width) {
      return text;
    }
    int end = Math.max(0, width - mark.length());
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + mark;
  }

  /** Three significant digits and a unit: {@code 412 µs}, {@code 12.1 ms}, {@code 1.24 s}. */
  static String duration(long nanos, String micros) {
    if (nanos < 1_000_000) {
      return Math.max(0, nanos) / 1_000 + " " + micros;
    }
    if (nanos < 1_000_000_000L) {
      return digits(nanos, 1_000_000) + " ms";
    }
    if (nanos < 60_000_000_000L) {
      return digits(nanos, 1_000_000_000L) + " s";
    }
    long seconds = nanos / 1_000_000_000L;
    return seconds / 60 + " m " + two(seconds % 60) + " s";
  }

  private static String digits(long nanos, long unit) {
    long whole = nanos / unit;
    long hundredths = nanos % unit * 100 / unit;
    if (whole < 10) {
      return whole + "." + two(hundredths);
    }
    return whole < 100 ? whole + "." + hundredths / 10 : Long.toString(whole);
  }

  static String two(long value) {
    return value < 10 ? "0" + value : Long.toString(value);
  }

  static String three(long value) {
    return value < 100 ? "0" + two(value) : Long.toString(value);
  }

  static void pad(StringBuilder out, int spaces) {
    for (int i = 0; i < spaces; i++) {
      out.append(' ');
    }
  }
}
