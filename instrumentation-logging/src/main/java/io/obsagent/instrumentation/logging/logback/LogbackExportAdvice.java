package io.obsagent.instrumentation.logging.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.obsagent.engine.config.Options;
import io.obsagent.instrumentation.logging.LogEventAdapter;
import io.obsagent.instrumentation.logging.LogRecorder;
import net.bytebuddy.asm.Advice;

/** What is woven into Logback to export its log records. */
public final class LogbackExportAdvice {
  private static final LogEventAdapter<ILoggingEvent> ADAPTER = new LogbackEventAdapter();
  private static final LogRecorder RECORDER =
      LogRecorder.of("logback-appender", Options.LOGBACK_MDC);

  private LogbackExportAdvice() {}

  /** {@code Logger.callAppenders(ILoggingEvent)}: the logger's level has let the event through. */
  public static final class CallAppenders {
    private CallAppenders() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.Argument(0) ILoggingEvent event) {
      return RECORDER.enter(ADAPTER, event);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object entered) {
      LogRecorder.exit(entered);
    }
  }
}
