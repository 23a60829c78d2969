package io.obsagent.instrumentation.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import net.bytebuddy.asm.Advice;

/** {@code Servlet.service}. */
public final class JakartaServletAdvice {
  private JakartaServletAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(
      @Advice.This Object servlet,
      @Advice.Argument(0) Object request,
      @Advice.Argument(1) Object response) {
    return request instanceof HttpServletRequest && response instanceof HttpServletResponse
        ? ServletEntry.enterServlet(
            JakartaServletAdapter.INSTANCE,
            servlet,
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
