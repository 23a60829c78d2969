package io.obsagent.instrumentation.logging.log4j1;

import net.bytebuddy.asm.Advice;
import org.apache.log4j.ConsoleAppender;
import org.apache.log4j.FileAppender;
import org.apache.log4j.Layout;
import org.apache.log4j.PatternLayout;
import org.apache.log4j.SimpleLayout;
import org.apache.log4j.TTCCLayout;
import org.apache.log4j.WriterAppender;

/** What is woven into Log4j 1 for structured output. */
public final class StructuredLog4j1Advice {
  private StructuredLog4j1Advice() {}

  /**
   * {@code WriterAppender.subAppend(LoggingEvent)}, under the appender's lock. Here and not where a
   * layout is set, since constructors set it past every method.
   */
  public static final class SubAppend {
    private SubAppend() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This WriterAppender appender) {
      Layout own = appender.getLayout();
      if (!(own instanceof StructuredLayout) && writesPattern(own) && writesLines(appender)) {
        appender.setLayout(new StructuredLayout(own));
      }
    }
  }

  private static boolean writesPattern(Layout layout) {
    return layout instanceof PatternLayout
        || layout instanceof SimpleLayout
        || layout instanceof TTCCLayout;
  }

  private static boolean writesLines(WriterAppender appender) {
    return appender instanceof ConsoleAppender || appender instanceof FileAppender;
  }
}
