package io.obsagent.engine.config;

/** A setting in force as it may be shown to anybody: secrets are masked. Immutable. */
public final class EffectiveSetting {
  static final String MASK = "***";

  private final String name;
  private final String text;
  private final Source source;

  EffectiveSetting(String name, String text, Source source) {
    this.name = name;
    this.text = text;
    this.source = source;
  }

  static EffectiveSetting of(Configuration configuration, Option<?> option) {
    Source source = configuration.source(option);
    String text = option.defaultText();
    if (source != Source.DEFAULT) {
      Setting setting = configuration.setting(option.key());
      if (setting == null) {
        setting = configuration.setting(Option.key(option.formerName()));
      }
      text = shown(option, setting.text);
    }
    return new EffectiveSetting(option.name(), text, source);
  }

  /** The text of a setting without what is secret in it. */
  static String shown(Option<?> option, String text) {
    return option.isSecret() && !text.isEmpty() ? MASK : withoutCredentials(text);
  }

  /** {@code http://***@host} for {@code http://user:word@host}. */
  private static String withoutCredentials(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      return text;
    }
    int end = scheme + 3;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    int at = text.lastIndexOf('@', end);
    return at < scheme ? text : text.substring(0, scheme + 3) + MASK + text.substring(at);
  }

  public String name() {
    return name;
  }

  /** As one would write it; empty where nothing is set and there is no default. */
  public String text() {
    return text;
  }

  public Source source() {
    return source;
  }
}
