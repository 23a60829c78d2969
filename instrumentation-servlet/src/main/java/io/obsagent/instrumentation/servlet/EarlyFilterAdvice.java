package io.obsagent.instrumentation.servlet;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import net.bytebuddy.asm.Advice;

/** {@code Filter.doFilter} before Servlet 3.0. */
public final class EarlyFilterAdvice {
  private EarlyFilterAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(
      @Advice.This Object filter,
      @Advice.Argument(0) Object request,
      @Advice.Argument(1) Object response) {
    if (!(request instanceof HttpServletRequest && response instanceof HttpServletResponse)) {
      return null;
    }
    EarlyServletAdapter adapter = EarlyServletAdapter.INSTANCE;
    Object token =
        ServletEntry.enterFilter(
            adapter, filter, (HttpServletRequest) request, (HttpServletResponse) response);
    if (token != null) {
      EarlyStatus.begin(token, adapter.baseResponse((HttpServletResponse) response));
    }
    return token;
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token,
      @Advice.Argument(0) Object request,
      @Advice.Argument(1) Object response,
      @Advice.Thrown Throwable thrown) {
    if (token != null) {
      ServletEntry.exit(
          EarlyServletAdapter.INSTANCE,
          token,
          (HttpServletRequest) request,
          (HttpServletResponse) response,
          thrown);
    }
  }
}
