package io.obsagent.engine.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Makes another configuration of one: an edit takes texts one by one and says what is wrong with
 * each, in which case nothing of that one is taken. Confined to its thread.
 */
final class ConfigurationEdit {
  private final Map<String, Setting> settings;
  private final Map<Option<?>, Object> values;

  ConfigurationEdit(Map<String, Setting> settings, Map<Option<?>, Object> values) {
    this.settings = settings;
    this.values = values;
  }

  /**
   * Takes a setting.
   *
   * @param setting null: it is not set any more
   * @return null, or what is wrong with the text, to stand behind "name=text "
   */
  <T> String set(Option<T> option, Setting setting) {
    if (setting == null) {
      settings.remove(option.key());
      values.remove(option);
      return null;
    }
    Strict strict = new Strict();
    T value;
    try {
      value = option.parse(setting.text, strict);
    } catch (IllegalArgumentException malformed) {
      return "is not " + malformed.getMessage();
    }
    if (!strict.remarks.isEmpty()) {
      return "is not accepted: " + strict.remarks.get(0);
    }
    settings.put(option.key(), setting);
    values.put(option, value);
    return null;
  }

  /** As {@link #set}, for the switch of an instrumentation. */
  String setSwitch(String key, Setting setting) {
    if (setting == null) {
      settings.remove(key);
      return null;
    }
    if (!setting.text.equalsIgnoreCase("true") && !setting.text.equalsIgnoreCase("false")) {
      return "is not true or false";
    }
    settings.put(key, setting);
    return null;
  }

  Configuration done() {
    return new Configuration(settings, values, Collections.<String>emptyList());
  }

  /** A value that is only partly right is wrong here: the old one is known to be good. */
  private static final class Strict implements OptionType.Remarks {
    final List<String> remarks = new ArrayList<>(1);

    @Override
    public void wrong(String text) {
      remarks.add(text);
    }

    @Override
    public void unsupported(String text) {
      remarks.add("not supported: " + text);
    }
  }
}
