package io.obsagent.instrumentation.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import net.bytebuddy.asm.Advice;

/** {@code Filter.doFilter}. */
public final class JakartaFilterAdvice {
  private JakartaFilterAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(
      @Advice.This Object filter,
      @Advice.Argument(0) Object request,
      @Advice.Argument(1) Object response) {
    return request instanceof HttpServletRequest && response instanceof HttpServletResponse
        ? ServletEntry.enterFilter(
            JakartaServletAdapter.INSTANCE,
            filter,
            (HttpServletRequest) request,
            (HttpServletResponse) response)
        : null;
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token,
      @Advice.Argument(0) Object request,
      @Advice.Argument(1) Object response,
      @Advice.Thrown Throwable thrown) {
    if (token != null) {
      ServletEntry.exit(
          JakartaServletAdapter.INSTANCE,
          token,
          (HttpServletRequest) request,
          (HttpServletResponse) response,
          thrown);
    }
  }
}
