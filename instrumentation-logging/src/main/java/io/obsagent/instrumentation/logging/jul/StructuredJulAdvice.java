package io.obsagent.instrumentation.logging.jul;

import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.SimpleFormatter;
import net.bytebuddy.asm.Advice;

/** What is woven into {@code java.util.logging} for structured output. */
public final class StructuredJulAdvice {
  private static final StructuredFormatter OURS = new StructuredFormatter();

  private StructuredJulAdvice() {}

  /** {@code Handler.getFormatter()}, with which handlers begin to write a record. */
  public static final class GetFormatter {
    private GetFormatter() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Formatter exit(@Advice.This Object handler, @Advice.Return Formatter own) {
      return own != null && writesLines(handler) && writesPlainly(own) ? OURS : own;
    }
  }

  private static boolean writesLines(Object handler) {
    return handler instanceof ConsoleHandler
        || handler instanceof FileHandler
        || handler.getClass().getName().startsWith("org.apache.juli.");
  }

  private static boolean writesPlainly(Formatter formatter) {
    return formatter instanceof SimpleFormatter
        || formatter.getClass().getName().equals("org.apache.juli.OneLineFormatter");
  }
}
