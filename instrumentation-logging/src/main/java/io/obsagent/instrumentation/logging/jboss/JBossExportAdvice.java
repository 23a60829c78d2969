package io.obsagent.instrumentation.logging.jboss;

import io.obsagent.engine.config.Options;
import io.obsagent.instrumentation.logging.LogEventAdapter;
import io.obsagent.instrumentation.logging.LogRecorder;
import net.bytebuddy.asm.Advice;
import org.jboss.logmanager.ExtLogRecord;

/** What is woven into JBoss LogManager to export its log records. */
public final class JBossExportAdvice {
  private static final LogEventAdapter<ExtLogRecord> ADAPTER = new JBossRecordAdapter();
  private static final LogRecorder RECORDER = LogRecorder.of(Options.JBOSS_MDC);

  private JBossExportAdvice() {}

  /** {@code Logger.logRaw(ExtLogRecord)}: the logger's level has let the record through. */
  public static final class LogRaw {
    private LogRaw() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.Argument(0) Object logged) {
      return RECORDER.enter(ADAPTER, (ExtLogRecord) logged);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object entered) {
      LogRecorder.exit(entered);
    }
  }
}
