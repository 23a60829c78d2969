package io.obsagent.instrumentation.logging.jul;

import io.obsagent.engine.Engine;
import io.obsagent.instrumentation.logging.LogEventAdapter;
import io.obsagent.instrumentation.logging.LogRecorder;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import net.bytebuddy.asm.Advice;

/** What is woven into {@code java.util.logging} to export its log records. */
public final class JulExportAdvice {
  private static final LogEventAdapter<LogRecord> ADAPTER = new JulEventAdapter();
  private static final LogRecorder RECORDER = LogRecorder.of("java-util-logging.export", null);

  private JulExportAdvice() {}

  /** {@code Logger.log(LogRecord)}, which asks for the level inside: so it is asked here, too. */
  public static final class Log {
    private Log() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Logger logger, @Advice.Argument(0) LogRecord logged) {
      boolean loggable =
          Engine.logs().here() != null
              && logged != null
              && logged.getLevel() != null
              && logger.isLoggable(logged.getLevel());
      return loggable ? RECORDER.enter(ADAPTER, logged) : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object entered) {
      LogRecorder.exit(entered);
    }
  }
}
