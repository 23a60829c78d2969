package io.obsagent.engine.config;

/**
 * How the text of a setting becomes a value. Stateless and thread-safe.
 *
 * @param <T> the type the code works with
 */
abstract class OptionType<T> {
  private final String label;

  OptionType(String label) {
    this.label = label;
  }

  /** For people: {@code boolean}, {@code duration}, {@code one of a, b}. */
  final String label() {
    return label;
  }

  /**
   * Reads a trimmed, non-empty text.
   *
   * @param remarks takes what is wrong with a part that can be left out or replaced
   * @throws IllegalArgumentException when nothing of the text can be used; its message completes
   *     "name=text is not ..."
   */
  abstract T parse(String text, Remarks remarks);

  /** The value as one would write it; what {@code docs/options.md} shows as the default. */
  String format(T value) {
    return String.valueOf(value);
  }

  /** Takes what is said about parts of a value while it is read. */
  interface Remarks {
    /** A part is wrong and is left out or replaced; {@code text} says which and by what. */
    void wrong(String text);

    /** A part is right for OpenTelemetry but not supported here; {@code text} says what instead. */
    void unsupported(String text);
  }
}
