package io.obsagent.engine.config;

/**
 * One setting: its name, how its text is read, its default and what it means. Declared once in
 * {@link Options}; the reader, the check for unknown names and the generated page {@code
 * docs/options.md} all use that declaration.
 *
 * @param <T> the type the code works with
 */
public final class Option<T> {
  /** Reads the text of a setting; throws {@link IllegalArgumentException} saying what is wanted. */
  public interface Parser<T> {
    T parse(String text);
  }

  private final String name;
  private final String type;
  private final Parser<T> parser;
  private final T defaultValue;
  private final String meaning;

  Option(String name, String type, Parser<T> parser, T defaultValue, String meaning) {
    this.name = name;
    this.type = type;
    this.parser = parser;
    this.defaultValue = defaultValue;
    this.meaning = meaning;
  }

  /** The system property, e.g. {@code otel.service.name}. */
  public String name() {
    return name;
  }

  /** For people: {@code boolean}, {@code duration}, {@code list}, {@code integer}... */
  public String type() {
    return type;
  }

  public T defaultValue() {
    return defaultValue;
  }

  public String meaning() {
    return meaning;
  }

  T parse(String text) {
    return parser.parse(text);
  }

  /** {@code OTEL_SERVICE_NAME} for {@code otel.service.name}. */
  public String environmentName() {
    return name.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
