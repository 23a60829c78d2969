package io.obsagent.instrumentation.logging.logback;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import net.bytebuddy.asm.Advice;

/**
 * What is woven into Logback for structured output: when an appender is configured, not when it
 * writes. An encoder that already writes something other than a pattern stays.
 */
public final class StructuredLogbackAdvice {
  private static final String DEFAULT_LAYOUT = "ch.qos.logback.classic.layout.TTLLLayout";

  private StructuredLogbackAdvice() {}

  /** {@code OutputStreamAppender.setEncoder(Encoder)}. */
  public static final class SetEncoder {
    private SetEncoder() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    public static Encoder<?> enter(
        @Advice.This Object appender, @Advice.Argument(0) Encoder<?> encoder) {
      return (appender instanceof ConsoleAppender || appender instanceof FileAppender)
              && writesPattern(encoder)
          ? new StructuredEncoder(events(encoder))
          : null;
    }
  }

  /** {@code OutputStreamAppender.setLayout(Layout)}, which makes an encoder by itself. */
  public static final class SetLayout {
    private SetLayout() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This OutputStreamAppender<Object> appender) {
      appender.setEncoder(appender.getEncoder());
    }
  }

  private static boolean writesPattern(Encoder<?> encoder) {
    if (encoder instanceof StructuredEncoder || !(encoder instanceof LayoutWrappingEncoder)) {
      return false;
    }
    Layout<?> layout = ((LayoutWrappingEncoder<?>) encoder).getLayout();
    return encoder instanceof PatternLayoutEncoder
        || layout instanceof PatternLayout
        || (layout != null && layout.getClass().getName().equals(DEFAULT_LAYOUT));
  }

  @SuppressWarnings("unchecked") // its layout is one of logging events
  private static LayoutWrappingEncoder<ILoggingEvent> events(Encoder<?> encoder) {
    return (LayoutWrappingEncoder<ILoggingEvent>) encoder;
  }
}
