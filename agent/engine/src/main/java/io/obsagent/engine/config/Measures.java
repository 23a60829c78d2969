package io.obsagent.engine.config;

/** Durations and sizes inside longer texts, read as in settings of their own. */
public final class Measures {
  private Measures() {}

  /**
   * A duration such as {@code 500ms}; a plain number is milliseconds.
   *
   * @throws IllegalArgumentException with a message that completes "x is ignored: not ..."
   */
  public static long millis(String text) {
    return read(OptionTypes.DURATION, text);
  }

  /** A size such as {@code 16MiB}, in bytes; otherwise as {@link #millis}. */
  public static long bytes(String text) {
    return read(OptionTypes.SIZE, text);
  }

  private static long read(OptionType<Long> type, String text) {
    try {
      return type.parse(text, null);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException("is ignored: not " + malformed.getMessage());
    }
  }
}
