package io.obsagent.engine.config;

import java.util.function.Function;

/**
 * The settings in force: system property, then environment variable, then properties file, then
 * default. Immutable and thread-safe.
 */
public final class Configuration {
  private final Function<String, String> raw;

  Configuration(Function<String, String> raw) {
    this.raw = raw;
  }

  /** The value in force; a text that does not parse was reported and yields the default. */
  public <T> T get(Option<T> option) {
    String text = raw.apply(option.name());
    if (text == null || text.trim().isEmpty()) {
      return option.defaultValue();
    }
    try {
      return option.parse(text.trim());
    } catch (IllegalArgumentException malformed) {
      return option.defaultValue();
    }
  }

  /** {@code otel.instrumentation.<name>.enabled}, else {@code ...common.default-enabled}. */
  public boolean isInstrumentationEnabled(String instrumentation) {
    String text = raw.apply("otel.instrumentation." + instrumentation + ".enabled");
    if (text == null) {
      text = raw.apply("otel.instrumentation.common.default-enabled");
    }
    return text == null || !text.trim().equalsIgnoreCase("false");
  }
}
