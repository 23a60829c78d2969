package io.obsagent.instrumentation.logging.log4j2;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.instrumentation.logging.LogStamp;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/** What is woven into Log4j 2.0 to 2.6. Their events' maps are read-only, and so is ours. */
public final class ContextMapAdvice {
  private static final LiveSwitch IDS = LiveSwitch.of("log4j-context-data");

  private ContextMapAdvice() {}

  /** {@code Log4jLogEvent.createMap(List)}. */
  public static final class Make {
    private Make() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Map<String, String> exit(@Advice.Return Map<String, String> own) {
      LogStamp stamp = LogStamp.ofCurrent(IDS);
      return stamp == null ? own : stamp.over(own);
    }
  }

  /**
   * {@code RingBufferLogEvent.setValues(…, Map, …)}. It also clears an event, then without a logger
   * and on the thread that writes.
   */
  public static final class HandOver {
    private HandOver() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(7))
    public static Map<String, String> enter(
        @Advice.Argument(0) Object logger, @Advice.Argument(7) Map<String, String> own) {
      LogStamp stamp = logger == null ? null : LogStamp.ofCurrent(IDS);
      return stamp == null ? null : stamp.over(own);
    }
  }
}
