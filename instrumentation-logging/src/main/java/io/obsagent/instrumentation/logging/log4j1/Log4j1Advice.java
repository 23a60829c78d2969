package io.obsagent.instrumentation.logging.log4j1;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.instrumentation.logging.LogStamp;
import io.obsagent.weaving.ForeignState;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/** What is woven into Log4j 1.2 and reload4j. */
public final class Log4j1Advice {
  private static final LiveSwitch IDS = LiveSwitch.of("log4j-mdc");

  static final String STAMP = "log4j1.stamp";

  private static final ForeignState<LogStamp> STAMPS = ForeignState.named(STAMP);

  private Log4j1Advice() {}

  /**
   * {@code Category.callAppenders(LoggingEvent)}: still on the thread that logs. An event that
   * comes by again, on whatever thread, keeps its first stamp.
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

  /** {@code LoggingEvent.getMDC(String)}: what {@code %X{name}} reads. */
  public static final class ReadEntry {
    private ReadEntry() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Object exit(
        @Advice.This Object event, @Advice.Argument(0) String key, @Advice.Return Object own) {
      if (own != null) {
        return own;
      }
      LogStamp stamp = STAMPS.get(event);
      return stamp == null ? null : stamp.get(key);
    }
  }

  /** {@code LoggingEvent.getProperties()}: what {@code %X} and structured layouts read. */
  public static final class ReadAll {
    private ReadAll() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Map<String, String> exit(
        @Advice.This Object event, @Advice.Return Map<String, String> own) {
      LogStamp stamp = STAMPS.get(event);
      return stamp == null ? own : stamp.over(own);
    }
  }
}
