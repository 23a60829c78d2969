package io.obsagent.engine.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The options of one theme, in the order they are declared and shown in. */
final class Declarations {
  private final String theme;
  private final List<Option<?>> options = new ArrayList<>();

  Declarations(String theme) {
    this.theme = theme;
  }

  <T> Option<T> add(String name, OptionType<T> type, T defaultValue, String meaning) {
    Option<T> option = new Option<>(name, type, defaultValue, meaning);
    options.add(option);
    return option;
  }

  String theme() {
    return theme;
  }

  List<Option<?>> options() {
    return Collections.unmodifiableList(options);
  }
}
