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

  private StructuredLog4j2Advice() {}

  /** {@code AbstractAppender.getLayout()}, with which appenders begin to write an event. */
  public static final class GetLayout {
    private GetLayout() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Layout<?> exit(@Advice.This Object appender, @Advice.Return Layout<?> own) {
      if (!(own instanceof PatternLayout) || !writesLines(appender)) {
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
