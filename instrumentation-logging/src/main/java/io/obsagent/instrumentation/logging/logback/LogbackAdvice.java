package io.obsagent.instrumentation.logging.logback;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.instrumentation.logging.LogStamp;
import io.obsagent.weaving.ForeignState;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/** What is woven into Logback. */
public final class LogbackAdvice {
  private static final LiveSwitch IDS = LiveSwitch.of("logback-mdc");

  static final String STAMP = "logback.stamp";

  private static final ForeignState<LogStamp> STAMPS = ForeignState.named(STAMP);

  private LogbackAdvice() {}

  /**
   * {@code Logger.callAppenders(ILoggingEvent)}: still on the thread that logs. An event that comes
   * by again, on whatever thread, keeps its first stamp.
   */
  public static final class CallAppenders {
    private CallAppenders() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) Object event) {
      LogStamp stamp = LogStamp.ofCurrent(IDS);
      if (stamp != null && event != null && STAMPS.get(event) == null) {
        STAMPS.set(event, stamp);
      }
    }
  }

  /** {@code LoggingEvent.getMDCPropertyMap()}: whenever, on whatever thread a layout asks. */
  public static final class ReadMdc {
    private ReadMdc() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Map<String, String> exit(
        @Advice.This Object event, @Advice.Return Map<String, String> own) {
      LogStamp stamp = STAMPS.get(event);
      return stamp == null ? own : stamp.over(own);
    }
  }
}
