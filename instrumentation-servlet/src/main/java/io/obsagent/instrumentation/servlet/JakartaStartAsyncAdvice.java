package io.obsagent.instrumentation.servlet;

import jakarta.servlet.http.HttpServletRequest;
import net.bytebuddy.asm.Advice;

/** {@code ServletRequest.startAsync}, with and without arguments. */
public final class JakartaStartAsyncAdvice {
  private JakartaStartAsyncAdvice() {}

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.This Object request, @Advice.Thrown Throwable thrown) {
    if (thrown == null && request instanceof HttpServletRequest) {
      ServletEntry.asyncStarted(JakartaServletAdapter.INSTANCE, (HttpServletRequest) request);
    }
  }
}
