package io.obsagent.engine.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings in force and where each came from. Made by {@link ConfigurationReader}. Immutable
 * and thread-safe; reading costs one hash look-up, so what is needed on a hot path is read once at
 * start and kept.
 */
public final class Configuration {
  private final Map<String, Setting> settings;
  private final Map<Option<?>, Object> values;
  private final List<String> complaints;

  Configuration(
      Map<String, Setting> settings, Map<Option<?>, Object> values, List<String> complaints) {
    this.settings = settings;
    this.values = values;
    this.complaints = Collections.unmodifiableList(complaints);
  }

  /** The value in force; a text that does not parse was reported and yields the default. */
  @SuppressWarnings("unchecked") // The reader puts what the option itself has parsed.
  public <T> T get(Option<T> option) {
    Object value = values.get(option);
    return value == null ? option.defaultValue() : (T) value;
  }

  /** The special setting if it is set, else the general one: per-signal forms, limits of spans. */
  public <T> T get(Option<T> special, Option<T> general) {
    return isSet(special) ? get(special) : get(general);
  }

  /** Whether somebody has set it to something usable. */
  public boolean isSet(Option<?> option) {
    return values.containsKey(option);
  }

  /**
   * The same settings with a value for an option that nobody has set: from a file that says so by
   * other names.
   */
  public <T> Configuration orElse(Option<T> option, T value) {
    if (isSet(option)) {
      return this;
    }
    Map<String, Setting> texts = new HashMap<>(settings);
    texts.put(option.key(), new Setting(option.name(), option.text(value), Source.FILE));
    Map<Option<?>, Object> more = new HashMap<>(values);
    more.put(option, value);
    return new Configuration(texts, more, complaints);
  }

  /** Where the value in force comes from. */
  public Source source(Option<?> option) {
    if (!isSet(option)) {
      return Source.DEFAULT;
    }
    Setting setting = settings.get(option.key());
    if (setting == null) {
      setting = settings.get(Option.key(option.formerName()));
    }
    return setting.source;
  }

  /** What is set under a key, from wherever; null if nothing is. */
  Setting setting(String key) {
    return settings.get(key);
  }

  /** The same with other texts under some keys; a null takes a setting away. */
  ConfigurationEdit edit() {
    return new ConfigurationEdit(new HashMap<>(settings), new HashMap<>(values));
  }

  /**
   * Every setting in force, by theme and in the order of {@code docs/options.md}; then the switches
   * of instrumentations that somebody has set. Secrets are masked. Not for hot paths.
   */
  public List<EffectiveSetting> effective() {
    List<EffectiveSetting> all = new ArrayList<>();
    for (Declarations theme : Options.themes()) {
      for (Option<?> option : theme.options()) {
        all.add(EffectiveSetting.of(this, option));
      }
    }
    for (Map.Entry<String, Setting> entry : new TreeMap<>(settings).entrySet()) {
      if (InstrumentationSwitches.isSwitch(entry.getKey())) {
        Setting setting = entry.getValue();
        all.add(new EffectiveSetting(entry.getKey(), setting.text, setting.source));
      }
    }
    return all;
  }

  /**
   * {@code otel.instrumentation.<name>.enabled}, else {@code ...common.default-enabled}. For a name
   * with dots ({@code servlet.jakarta}) the switch of the part before them ({@code servlet}) stands
   * between the two. What serves an option alone is off as long as that option is.
   */
  public boolean isInstrumentationEnabled(String instrumentation) {
    if (!isAskedFor(instrumentation)) {
      return false;
    }
    String name = instrumentation;
    while (!name.isEmpty()) {
      Setting setting = settings.get(Option.key("otel.instrumentation." + name + ".enabled"));
      if (setting != null && setting.text.equalsIgnoreCase("true")) {
        return true;
      }
      if (setting != null && setting.text.equalsIgnoreCase("false")) {
        return false;
      }
      name = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }
    return get(Options.DEFAULT_ENABLED);
  }

  private boolean isAskedFor(String instrumentation) {
    boolean structured = !get(Options.LOGS_FORMAT).equals("none");
    switch (instrumentation) {
      case "structured-logs":
        return structured;
      case "java-util-logging":
        return structured || get(Options.JUL_SUFFIX);
      case "java-util-logging.export":
      case "jboss-logmanager-appender":
      case "log4j-appender":
      case "logback-appender":
        return LogExport.isCaptured(this);
      case "java-util-logging.suffix":
        return get(Options.JUL_SUFFIX);
      case "db-returned-rows":
        return get(Options.RETURNED_ROWS);
      case "db-query-parameters":
        return get(Options.QUERY_PARAMETERS);
      case "db-sqlcommenter":
        return get(Options.SQLCOMMENTER);
      default:
        return true;
    }
  }

  /**
   * What is wrong or not supported, one line each, to be said once at start: malformed values,
   * unknown {@code obs.*} names, settings of OpenTelemetry that are not followed.
   */
  public List<String> complaints() {
    return complaints;
  }
}
