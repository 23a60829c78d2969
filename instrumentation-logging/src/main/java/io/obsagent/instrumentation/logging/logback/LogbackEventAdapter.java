package io.obsagent.instrumentation.logging.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.obsagent.engine.logs.LogEntry;
import io.obsagent.instrumentation.logging.LogEventAdapter;
import java.util.Map;

/** Logback's events. */
final class LogbackEventAdapter implements LogEventAdapter<ILoggingEvent> {
  @Override
  public int severity(ILoggingEvent event) {
    Level level = event.getLevel();
    int value = level == null ? Level.OFF_INT : level.toInt();
    switch (value) {
      case Level.TRACE_INT:
        return LogEntry.TRACE;
      case Level.DEBUG_INT:
        return LogEntry.DEBUG;
      case Level.INFO_INT:
        return LogEntry.INFO;
      case Level.WARN_INT:
        return LogEntry.WARN;
      case Level.ERROR_INT:
        return LogEntry.ERROR;
      default:
        return 0;
    }
  }

  @Override
  public String severityText(ILoggingEvent event) {
    return event.getLevel() == null ? null : event.getLevel().levelStr;
  }

  @Override
  public String logger(ILoggingEvent event) {
    return event.getLoggerName();
  }

  @Override
  public String message(ILoggingEvent event) {
    return event.getFormattedMessage();
  }

  @Override
  public Throwable thrown(ILoggingEvent event) {
    IThrowableProxy proxy = event.getThrowableProxy();
    return proxy instanceof ThrowableProxy ? ((ThrowableProxy) proxy).getThrowable() : null;
  }

  @Override
  public Object mdc(ILoggingEvent event, String key) {
    Map<?, ?> entries = mdc(event);
    return entries == null ? null : entries.get(key);
  }

  @Override
  public Map<?, ?> mdc(ILoggingEvent event) {
    return event.getMDCPropertyMap();
  }
}
