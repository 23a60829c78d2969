package io.obsagent.instrumentation.logging.log4j2;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.instrumentation.logging.LogStamp;
import net.bytebuddy.asm.Advice;
import org.apache.logging.log4j.util.StringMap;

/** What is woven into Log4j 2.7 and later. */
public final class ContextDataAdvice {
  private ContextDataAdvice() {}

  /** {@code ContextDataInjector.injectContextData(List, StringMap)}, on the thread that logs. */
  public static final class Inject {
    private static final LiveSwitch IDS = LiveSwitch.of("log4j-context-data");

    private Inject() {}

    /**
     * With garbage-free context maps the same map comes back event after event, and with it our
     * view: then only the stamp changes hands.
     */
    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static StringMap exit(@Advice.Return StringMap own) {
      LogStamp stamp = LogStamp.ofCurrent(IDS);
      if (own instanceof StampedContextData) {
        ((StampedContextData) own).stamp(stamp);
        return own;
      }
      return stamp == null || own == null ? own : new StampedContextData(own, stamp);
    }
  }
}
