package io.obsagent.instrumentation.logging.jul;

import io.obsagent.instrumentation.logging.LogStamp;
import io.obsagent.instrumentation.logging.structured.LogLine;
import io.obsagent.instrumentation.logging.structured.StructuredFaults;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * The JDK's formatter of JSON lines. In ASCII, because the handler's writer encodes in a way we do
 * not know. Thread-safe: it holds nothing.
 */
final class StructuredFormatter extends Formatter {
  @Override
  public String format(LogRecord logged) {
    try {
      return line(logged);
    } catch (Throwable fault) {
      StructuredFaults.failed(fault);
      return new SimpleFormatter().format(logged);
    }
  }

  private String line(LogRecord logged) {
    LogLine line =
        LogLine.begin(true, logged.getMillis(), logged.getLevel())
            .origin(logged.getLoggerName(), thread(logged))
            .message(formatMessage(logged));
    LogStamp stamp = JulAdvice.stampOf(logged);
    for (int i = 0; stamp != null && i < stamp.entries(); i++) {
      line.context(LogStamp.key(i), stamp.value(i));
    }
    return line.ids().thrown(logged.getThrown()).toText();
  }

  /** The JDK keeps a number; an asynchronous handler writes on another thread. */
  @SuppressWarnings("deprecation") // its successor is not in Java 8
  private static String thread(LogRecord logged) {
    return Integer.toString(logged.getThreadID());
  }
}
