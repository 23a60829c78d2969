package io.obsagent.instrumentation.logging.jul;

import io.obsagent.instrumentation.logging.LogEventAdapter;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** The JDK's log records. */
final class JulEventAdapter implements LogEventAdapter<LogRecord> {
  @Override
  public int severity(LogRecord logged) {
    return JulLevels.severity(logged);
  }

  @Override
  public String severityText(LogRecord logged) {
    return JulLevels.severityText(logged);
  }

  @Override
  public String logger(LogRecord logged) {
    return logged.getLoggerName();
  }

  /** A formatter of its own for each, since Java 8's formats under its lock. */
  @Override
  public String message(LogRecord logged) {
    boolean plain =
        logged.getResourceBundle() == null
            && (logged.getParameters() == null || logged.getParameters().length == 0);
    return plain ? logged.getMessage() : new Rendering().formatMessage(logged);
  }

  @Override
  public Throwable thrown(LogRecord logged) {
    return logged.getThrown();
  }

  /** The JDK has no log context. */
  @Override
  public Object mdc(LogRecord logged, String key) {
    return null;
  }

  @Override
  public Map<?, ?> mdc(LogRecord logged) {
    return null;
  }

  /** Fills parameters into a message; no ids are written behind it. */
  static final class Rendering extends Formatter {
    @Override
    public String format(LogRecord logged) {
      return formatMessage(logged);
    }
  }
}
