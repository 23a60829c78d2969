package io.obsagent.instrumentation.logging.jul;

import io.obsagent.engine.logs.LogEntry;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Levels of the JDK's log records, also for libraries that build on them. */
public final class JulLevels {
  private JulLevels() {}

  /** As the data model maps the JDK's levels; those of JBoss LogManager by their names. */
  public static int severity(LogRecord logged) {
    Level level = logged.getLevel();
    int value = level == null ? Integer.MAX_VALUE : level.intValue();
    if (value == Integer.MAX_VALUE) {
      return 0;
    }
    if (value > Level.SEVERE.intValue()) {
      return LogEntry.FATAL;
    } else if (value == Level.SEVERE.intValue()) {
      return LogEntry.ERROR;
    } else if (value >= Level.WARNING.intValue()) {
      return LogEntry.WARN;
    } else if (value >= Level.INFO.intValue()) {
      return LogEntry.INFO;
    } else if (value >= Level.CONFIG.intValue()) {
      return LogEntry.DEBUG + 2;
    } else if (value >= Level.FINE.intValue()) {
      return "DEBUG".equals(level.getName()) ? LogEntry.DEBUG : LogEntry.DEBUG + 1;
    } else if (value >= Level.FINER.intValue()) {
      return "TRACE".equals(level.getName()) ? LogEntry.TRACE : LogEntry.DEBUG;
    }
    return LogEntry.TRACE;
  }

  /** The level's name, may be null. */
  public static String severityText(LogRecord logged) {
    return logged.getLevel() == null ? null : logged.getLevel().getName();
  }
}
