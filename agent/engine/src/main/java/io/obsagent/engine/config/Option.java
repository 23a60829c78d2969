package io.obsagent.engine.config;

import java.util.Locale;

/**
 * One setting: its name, how its text is read, its default and what it means. Declared once in
 * {@link Options}; the reader, the check for unknown names and the generated page {@code
 * docs/options.md} all use that declaration.
 *
 * <p>Immutable once its declaring class is initialised; thread-safe.
 *
 * @param <T> the type the code works with
 */
public final class Option<T> {
  private final String name;
  private final OptionType<T> type;
  private final T defaultValue;
  private final String meaning;
  private final String key;
  private String formerName;
  private boolean secret;
  private boolean live;

  Option(String name, OptionType<T> type, T defaultValue, String meaning) {
    this.name = name;
    this.type = type;
    this.defaultValue = defaultValue;
    this.meaning = meaning;
    this.key = key(name);
  }

  /** An older name OpenTelemetry still accepts; the present one wins when both are set. */
  Option<T> formerly(String oldName) {
    this.formerName = oldName;
    return this;
  }

  /** The value is never repeated in a message. */
  Option<T> secret() {
    this.secret = true;
    return this;
  }

  /** It can be changed while the application runs, see {@link LiveSettings}. */
  Option<T> live() {
    this.live = true;
    return this;
  }

  /** The system property, e.g. {@code otel.service.name}. */
  public String name() {
    return name;
  }

  /** For people: {@code boolean}, {@code duration}, {@code list}, {@code integer}... */
  public String type() {
    return type.label();
  }

  /** What is in force when nothing is set; null when "not set" is itself the meaning. */
  public T defaultValue() {
    return defaultValue;
  }

  public String meaning() {
    return meaning;
  }

  /** {@code OTEL_SERVICE_NAME} for {@code otel.service.name}. */
  public String environmentName() {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The default as one would write it; empty when there is none. */
  String defaultText() {
    return defaultValue == null ? "" : type.format(defaultValue);
  }

  /** A value as one would write it. */
  String text(T value) {
    return type.format(value);
  }

  String formerName() {
    return formerName;
  }

  boolean isSecret() {
    return secret;
  }

  /** Whether it can be changed while the application runs. */
  public boolean isLive() {
    return live;
  }

  String key() {
    return key;
  }

  T parse(String text, OptionType.Remarks remarks) {
    return type.parse(text, remarks);
  }

  /**
   * What property and environment names have in common: {@code otel.a.b} for {@code otel.a-b} and
   * {@code OTEL_A_B}. The same folding as OpenTelemetry's, so its spellings all work.
   */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
  }

  @Override
  public String toString() {
    return name;
  }
}
