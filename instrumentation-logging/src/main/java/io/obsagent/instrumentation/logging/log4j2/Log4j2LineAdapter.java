package io.obsagent.instrumentation.logging.log4j2;

import io.obsagent.engine.logs.LogEntry;
import io.obsagent.instrumentation.logging.LogEventAdapter;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;

/** Log4j 2's lines. */
final class Log4j2LineAdapter implements LogEventAdapter<Log4j2Line> {
  private static final int FATAL = Level.FATAL.intLevel();
  private static final int ERROR = Level.ERROR.intLevel();
  private static final int WARN = Level.WARN.intLevel();
  private static final int INFO = Level.INFO.intLevel();
  private static final int DEBUG = Level.DEBUG.intLevel();

  @Override
  public int severity(Log4j2Line line) {
    int value = line.level == null ? 0 : line.level.intLevel();
    if (value == 0) {
      return 0;
    }
    // The graver the smaller. Levels may be the application's own: each is what it reaches.
    if (value <= FATAL) {
      return LogEntry.FATAL;
    } else if (value <= ERROR) {
      return LogEntry.ERROR;
    } else if (value <= WARN) {
      return LogEntry.WARN;
    } else if (value <= INFO) {
      return LogEntry.INFO;
    }
    return value <= DEBUG ? LogEntry.DEBUG : LogEntry.TRACE;
  }

  @Override
  public String severityText(Log4j2Line line) {
    return line.level == null ? null : line.level.name();
  }

  @Override
  public String logger(Log4j2Line line) {
    return line.logger;
  }

  @Override
  public String message(Log4j2Line line) {
    return line.message == null ? null : line.message.getFormattedMessage();
  }

  @Override
  public Throwable thrown(Log4j2Line line) {
    return line.thrown;
  }

  @Override
  public Object mdc(Log4j2Line line, String key) {
    return ThreadContext.get(key);
  }

  @Override
  public Map<?, ?> mdc(Log4j2Line line) {
    return ThreadContext.getImmutableContext();
  }
}
