package io.obsagent.instrumentation.logging.jul;

import io.obsagent.instrumentation.logging.LogStamp;
import io.obsagent.weaving.ForeignState;
import java.util.logging.LogRecord;
import net.bytebuddy.asm.Advice;

/** What is woven into {@code java.util.logging}. */
public final class JulAdvice {
  private static final ForeignState<LogStamp> STAMPS = ForeignState.named("jul.stamp");

  private JulAdvice() {}

  /** The stamp of a record, or null. */
  public static LogStamp stampOf(LogRecord logged) {
    return STAMPS.get(logged);
  }

  /** {@code Logger.log(LogRecord)}, through which every other method of a logger goes. */
  public static final class Log {
    private Log() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) LogRecord logged) {
      LogStamp stamp = LogStamp.ofCurrent();
      if (stamp != null && logged != null && STAMPS.get(logged) == null) {
        STAMPS.set(logged, stamp);
      }
    }
  }

  /** {@code Formatter.formatMessage(LogRecord)}, with which formatters begin. */
  public static final class FormatMessage {
    private FormatMessage() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static String exit(
        @Advice.This Object formatter,
        @Advice.Argument(0) LogRecord logged,
        @Advice.Return String message) {
      if (logged == null
          || formatter instanceof StructuredFormatter
          || formatter instanceof JulEventAdapter.Rendering) {
        return message;
      }
      LogStamp stamp = STAMPS.get(logged);
      if (stamp == null) {
        return message;
      }
      StringBuilder text = new StringBuilder((message == null ? 0 : message.length()) + 96);
      text.append(message);
      for (int i = 0; i < stamp.entries(); i++) {
        text.append(' ').append(LogStamp.key(i)).append('=').append(stamp.value(i));
      }
      return text.toString();
    }
  }
}
