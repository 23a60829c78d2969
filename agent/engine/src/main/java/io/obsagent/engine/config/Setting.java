package io.obsagent.engine.config;

/** One text somebody has set: under which spelling, where and to what. */
final class Setting {
  final String spelling;
  final String text;
  final Source source;

  Setting(String spelling, String text, Source source) {
    this.spelling = spelling;
    this.text = text;
    this.source = source;
  }
}
