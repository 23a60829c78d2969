package io.obsagent.engine.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The names of {@code otel.instrumentation.<name>.enabled}. */
public final class InstrumentationSwitches {
  private static final String BEGINNING = "otel.instrumentation.";
  private static final String END = ".enabled";

  /**
   * Those that can be switched off and on while the application runs. What was off at the start was
   * not woven, and stays off.
   */
  public static final List<String> LIVE =
      Collections.unmodifiableList(
          Arrays.asList(
              "servlet",
              "jdbc",
              "jdbc-datasource",
              "http-url-connection",
              "java-http-client",
              "apache-httpclient",
              "okhttp",
              "kafka",
              "logback-mdc",
              "log4j-context-data",
              "log4j-mdc",
              "jboss-logmanager-mdc",
              "logback-appender",
              "log4j-appender",
              "jboss-logmanager-appender",
              "java-util-logging.export",
              "executors"));

  private InstrumentationSwitches() {}

  /** The setting that switches an instrumentation. */
  public static String settingOf(String instrumentation) {
    return BEGINNING + instrumentation + END;
  }

  /** Whether a key has the form of a switch and is no option of another meaning. */
  static boolean isSwitch(String key) {
    if (!key.startsWith(BEGINNING) || !key.endsWith(END)) {
      return false;
    }
    for (Declarations theme : Options.themes()) {
      for (Option<?> option : theme.options()) {
        if (option.key().equals(key) || key.equals(formerKey(option))) {
          return false;
        }
      }
    }
    return true;
  }

  private static String formerKey(Option<?> option) {
    return option.formerName() == null ? null : Option.key(option.formerName());
  }

  /** The instrumentation that a key switches while the application runs; null if none. */
  static String switchedLive(String key) {
    for (String name : LIVE) {
      if (Option.key(settingOf(name)).equals(key)) {
        return name;
      }
    }
    return null;
  }
}
