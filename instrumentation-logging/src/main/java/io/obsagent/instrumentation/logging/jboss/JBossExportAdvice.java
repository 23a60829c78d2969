package io.obsagent.instrumentation.logging.jboss;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Options;
import io.obsagent.instrumentation.logging.LogRecorder;
import java.util.logging.Logger;
import net.bytebuddy.asm.Advice;
import org.jboss.logmanager.ExtLogRecord;

/** What is woven into JBoss LogManager to export its log records. */
public final class JBossExportAdvice {
  private JBossExportAdvice() {}

  /** {@code Logger.logRaw(ExtLogRecord)}: the logger's level has let the record through. */
  public static final class LogRaw {
    private static final LogRecorder RECORDER =
        LogRecorder.of("jboss-logmanager-appender", Options.JBOSS_MDC);

    private LogRaw() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Logger logger, @Advice.Argument(0) Object logged) {
      return Engine.logs().here() == null
          ? null
          : RECORDER.enter(new JBossRecordAdapter(logger.getName()), (ExtLogRecord) logged);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object entered) {
      LogRecorder.exit(entered);
    }
  }
}
