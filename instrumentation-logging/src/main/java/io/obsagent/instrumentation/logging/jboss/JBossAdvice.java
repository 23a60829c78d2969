package io.obsagent.instrumentation.logging.jboss;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.instrumentation.logging.LogStamp;
import io.obsagent.weaving.ForeignState;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/** What is woven into JBoss LogManager. */
public final class JBossAdvice {
  private static final LiveSwitch IDS = LiveSwitch.of("jboss-logmanager-mdc");

  static final String STAMP = "jboss.stamp";

  private static final ForeignState<LogStamp> STAMPS = ForeignState.named(STAMP);

  private JBossAdvice() {}

  /**
   * {@code Logger.logRaw(ExtLogRecord)}: still on the thread that logs. A record that comes by
   * again, on whatever thread, keeps its first stamp.
   */
  public static final class LogRaw {
    private LogRaw() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) Object logRecord) {
      LogStamp stamp = LogStamp.ofCurrent(IDS);
      if (stamp != null && logRecord != null && STAMPS.get(logRecord) == null) {
        STAMPS.set(logRecord, stamp);
      }
    }
  }

  /** {@code ExtLogRecord.getMdc(String)}: what {@code %X{name}} reads. */
  public static final class ReadEntry {
    private ReadEntry() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static String exit(
        @Advice.This Object logRecord, @Advice.Argument(0) String key, @Advice.Return String own) {
      if (own != null) {
        return own;
      }
      LogStamp stamp = STAMPS.get(logRecord);
      return stamp == null ? null : stamp.get(key);
    }
  }

  /** {@code ExtLogRecord.getMdcCopy()}: what {@code %X} and structured formatters read. */
  public static final class ReadAll {
    private ReadAll() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Map<String, String> exit(
        @Advice.This Object logRecord, @Advice.Return Map<String, String> own) {
      LogStamp stamp = STAMPS.get(logRecord);
      // A copy that the caller may change: so the method promises.
      return stamp == null ? own : new HashMap<>(stamp.over(own));
    }
  }
}
