package io.obsagent.instrumentation.logging.log4j2;

import io.obsagent.weaving.ForeignState;
import net.bytebuddy.asm.Advice;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.appender.MemoryMappedFileAppender;
import org.apache.logging.log4j.core.appender.RandomAccessFileAppender;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.appender.RollingRandomAccessFileAppender;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** What is woven into Log4j 2 for structured output. */
public final class StructuredLog4j2Advice {
  static final String LAYOUT = "log4j2.layout";

  private static final ForeignState<Layout<?>> LAYOUTS = ForeignState.named(LAYOUT);

  /** Whether the thread is inside of {@code append}; one small array per thread that logs. */
  private static final ThreadLocal<boolean[]> WRITING = new ThreadLocal<>();

  private StructuredLog4j2Advice() {}

  /** {@code AbstractOutputStreamAppender.append(LogEvent)}: an event is written. */
  public static final class Append {
    private Append() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      boolean[] writing = WRITING.get();
      if (writing == null) {
        writing = new boolean[1];
        WRITING.set(writing);
      }
      if (writing[0]) {
        return null; // an object in the message logs as it is asked for its text
      }
      writing[0] = true;
      return writing;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object writing) {
      if (writing != null) {
        ((boolean[]) writing)[0] = false;
      }
    }
  }

  private static boolean isWriting() {
    boolean[] writing = WRITING.get();
    return writing != null && writing[0];
  }

  /**
   * {@code AbstractAppender.getLayout()}, with which appenders begin to write an event. Whoever
   * else asks, and may count on the class that he configured, gets the appender's own.
   */
  public static final class GetLayout {
    private GetLayout() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Layout<?> exit(@Advice.This Object appender, @Advice.Return Layout<?> own) {
      if (!(own instanceof PatternLayout) || !isWriting() || !writesLines(appender)) {
        return own;
      }
      Layout<?> ours = LAYOUTS.get(appender);
      if (ours == null) {
        ours = new StructuredLayout((PatternLayout) own);
        LAYOUTS.set(appender, ours);
      }
      return ours;
    }
  }

  private static boolean writesLines(Object appender) {
    return appender instanceof ConsoleAppender
        || appender instanceof FileAppender
        || appender instanceof RollingFileAppender
        || appender instanceof RandomAccessFileAppender
        || appender instanceof RollingRandomAccessFileAppender
        || appender instanceof MemoryMappedFileAppender;
  }
}
