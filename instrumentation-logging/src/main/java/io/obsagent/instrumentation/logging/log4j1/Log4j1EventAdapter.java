package io.obsagent.instrumentation.logging.log4j1;

import io.obsagent.engine.logs.LogEntry;
import io.obsagent.instrumentation.logging.LogEventAdapter;
import java.util.Map;
import org.apache.log4j.Level;
import org.apache.log4j.MDC;
import org.apache.log4j.spi.LoggingEvent;
import org.apache.log4j.spi.ThrowableInformation;

/** Log4j 1's events. */
final class Log4j1EventAdapter implements LogEventAdapter<LoggingEvent> {
  /** {@code Level.TRACE_INT}, which the oldest versions do not have. */
  private static final int TRACE = 5_000;

  @Override
  public int severity(LoggingEvent event) {
    int value = event.getLevel() == null ? Level.OFF_INT : event.getLevel().toInt();
    if (value == Level.OFF_INT) {
      return 0;
    }
    // Levels may be the application's own: each is what it reaches.
    if (value >= Level.FATAL_INT) {
      return LogEntry.FATAL;
    } else if (value >= Level.ERROR_INT) {
      return LogEntry.ERROR;
    } else if (value >= Level.WARN_INT) {
      return LogEntry.WARN;
    } else if (value >= Level.INFO_INT) {
      return LogEntry.INFO;
    }
    return value > TRACE ? LogEntry.DEBUG : LogEntry.TRACE;
  }

  @Override
  public String severityText(LoggingEvent event) {
    return event.getLevel() == null ? null : event.getLevel().toString();
  }

  @Override
  public String logger(LoggingEvent event) {
    return event.getLoggerName();
  }

  @Override
  public String message(LoggingEvent event) {
    return event.getRenderedMessage();
  }

  @Override
  public Throwable thrown(LoggingEvent event) {
    ThrowableInformation thrown = event.getThrowableInformation();
    return thrown == null ? null : thrown.getThrowable();
  }

  @Override
  public Object mdc(LoggingEvent event, String key) {
    return MDC.get(key);
  }

  @Override
  public Map<?, ?> mdc(LoggingEvent event) {
    return MDC.getContext();
  }
}
