package io.obsagent.instrumentation.logging.log4j2;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Options;
import io.obsagent.instrumentation.logging.LogEventAdapter;
import io.obsagent.instrumentation.logging.LogRecorder;
import net.bytebuddy.asm.Advice;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.message.Message;

/**
 * What is woven into Log4j 2 to export its log records: where a logger whose level has let a line
 * through gives it to its configuration, synchronous or not.
 */
public final class Log4j2ExportAdvice {
  private static final LogEventAdapter<Log4j2Line> ADAPTER = new Log4j2LineAdapter();
  private static final LogRecorder RECORDER = LogRecorder.of("log4j-appender", Options.LOG4J_MDC);

  private Log4j2ExportAdvice() {}

  private static Object enter(Logger logger, Level level, Message message, Throwable thrown) {
    return Engine.logs().here() == null
        ? null
        : RECORDER.enter(ADAPTER, new Log4j2Line(logger.getName(), level, message, thrown));
  }

  /** {@code logMessage(String, Level, Marker, Message, Throwable)}. */
  public static final class LogMessage {
    private LogMessage() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(
        @Advice.This Logger logger,
        @Advice.Argument(1) Level level,
        @Advice.Argument(3) Message message,
        @Advice.Argument(4) Throwable thrown) {
      return Log4j2ExportAdvice.enter(logger, level, message, thrown);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object entered) {
      LogRecorder.exit(entered);
    }
  }

  /** {@code log(Level, Marker, String, StackTraceElement, Message, Throwable)}, since 2.12. */
  public static final class Log {
    private Log() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(
        @Advice.This Logger logger,
        @Advice.Argument(0) Level level,
        @Advice.Argument(4) Message message,
        @Advice.Argument(5) Throwable thrown) {
      return Log4j2ExportAdvice.enter(logger, level, message, thrown);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object entered) {
      LogRecorder.exit(entered);
    }
  }
}
