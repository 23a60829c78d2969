package io.obsagent.instrumentation.logging.log4j1;

import io.obsagent.engine.config.Options;
import io.obsagent.instrumentation.logging.LogEventAdapter;
import io.obsagent.instrumentation.logging.LogRecorder;
import net.bytebuddy.asm.Advice;
import org.apache.log4j.spi.LoggingEvent;

/** What is woven into Log4j 1 to export its log records. */
public final class Log4j1ExportAdvice {
  private static final LogEventAdapter<LoggingEvent> ADAPTER = new Log4j1EventAdapter();
  private static final LogRecorder RECORDER = LogRecorder.of("log4j-appender", Options.LOG4J_MDC);

  private Log4j1ExportAdvice() {}

  /** {@code Category.callAppenders(LoggingEvent)}: the logger's level has let the event through. */
  public static final class CallAppenders {
    private CallAppenders() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.Argument(0) LoggingEvent event) {
      return RECORDER.enter(ADAPTER, event);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object entered) {
      LogRecorder.exit(entered);
    }
  }
}
