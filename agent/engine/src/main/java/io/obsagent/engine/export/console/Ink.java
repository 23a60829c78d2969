package io.obsagent.engine.export.console;

import io.obsagent.engine.trace.SpanKind;

/** Colours, or none. The eight basic ones only: they follow the terminal's own theme. */
enum Ink {
  NONE,
  COLOUR;

  private static final String[] KINDS = {"", "34", "36", "35", "35"};

  String bold(String text) {
    return in("1", text);
  }

  String dim(String text) {
    return in("2", text);
  }

  String red(String text) {
    return in("31", text);
  }

  String green(String text) {
    return in("32", text);
  }

  String kind(SpanKind kind, String text) {
    return in(KINDS[kind.ordinal()], text);
  }

  private String in(String code, String text) {
    return this == NONE || code.isEmpty() || text.isEmpty()
        ? text
        : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
