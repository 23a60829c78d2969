package io.obsagent.instrumentation.servlet;

import javax.servlet.http.HttpServletResponse;
import net.bytebuddy.asm.Advice;

/** {@code sendRedirect} of a response that cannot be asked. */
public final class EarlyRedirectAdvice {
  private EarlyRedirectAdvice() {}

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.This Object response, @Advice.Thrown Throwable thrown) {
    if (thrown == null && response instanceof HttpServletResponse) {
      EarlyStatus.observed(response, HttpServletResponse.SC_MOVED_TEMPORARILY);
    }
  }
}
