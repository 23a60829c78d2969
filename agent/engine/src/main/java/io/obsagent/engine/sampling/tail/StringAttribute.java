package io.obsagent.engine.sampling.tail;

import java.util.regex.Pattern;

/**
 * {@code string_attribute}: equals one of these texts, or, with {@code enabled_regex_matching},
 * contains a match of one of these expressions. The empty text matches nothing.
 */
final class StringAttribute extends Attribute {
  private final String[] texts;
  private final Pattern[] patterns;

  private StringAttribute(String key, String[] texts, Pattern[] patterns, boolean inverted) {
    super(key, inverted);
    this.texts = texts;
    this.patterns = patterns;
  }

  static StringAttribute equalTo(String key, String[] texts, boolean inverted) {
    return new StringAttribute(key, texts.clone(), new Pattern[0], inverted);
  }

  static StringAttribute matching(String key, Pattern[] patterns, boolean inverted) {
    return new StringAttribute(key, new String[0], patterns.clone(), inverted);
  }

  @Override
  boolean matches(Object value) {
    if (!(value instanceof String) || ((String) value).isEmpty()) {
      return false;
    }
    String text = (String) value;
    for (String wanted : texts) {
      if (wanted.equals(text)) {
        return true;
      }
    }
    for (Pattern pattern : patterns) {
      if (pattern.matcher(text).find()) {
        return true;
      }
    }
    return false;
  }
}
