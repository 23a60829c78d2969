package io.obsagent.instrumentation.servlet;

import javax.servlet.http.HttpServletResponse;
import net.bytebuddy.asm.Advice;

/** {@code setStatus} and {@code sendError} of a response that cannot be asked. */
public final class EarlyStatusAdvice {
  private EarlyStatusAdvice() {}

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.This Object response,
      @Advice.Argument(0) int status,
      @Advice.Thrown Throwable thrown) {
    // It throws when it is too late, and nothing has changed.
    if (thrown == null && response instanceof HttpServletResponse) {
      EarlyStatus.observed(response, status);
    }
  }
}
