package io.obsagent.instrumentation.logging.log4j1;

import io.obsagent.instrumentation.logging.structured.LogLine;
import io.obsagent.instrumentation.logging.structured.StructuredFaults;
import org.apache.log4j.Layout;
import org.apache.log4j.spi.LoggingEvent;
import org.apache.log4j.spi.ThrowableInformation;

/**
 * Log4j 1's layout of JSON lines, in the place of a pattern. In ASCII, because the appender's
 * writer encodes in a way we do not know.
 */
final class StructuredLayout extends Layout {
  private final Layout replaced;

  StructuredLayout(Layout replaced) {
    this.replaced = replaced;
  }

  @Override
  public String format(LoggingEvent event) {
    try {
      return line(event);
    } catch (Throwable fault) {
      StructuredFaults.failed(fault);
      return replaced.format(event);
    }
  }

  private static String line(LoggingEvent event) {
    LogLine line =
        LogLine.begin(true, event.timeStamp, event.getLevel())
            .origin(event.getLoggerName(), event.getThreadName())
            .message(event.getRenderedMessage())
            .context(event.getProperties())
            .ids();
    ThrowableInformation thrown = event.getThrowableInformation();
    if (thrown != null && thrown.getThrowable() != null) {
      line.thrown(thrown.getThrowable());
    } else if (thrown != null) {
      line.thrown(String.join("\n", event.getThrowableStrRep()));
    }
    return line.toText();
  }

  /** The exception is in the line. */
  @Override
  public boolean ignoresThrowable() {
    return false;
  }

  @Override
  public void activateOptions() {}
}
