package io.obsagent.instrumentation.servlet;

import javax.servlet.http.HttpServletRequest;
import net.bytebuddy.asm.Advice;

/** {@code ServletRequest.startAsync}, with and without arguments. */
public final class JavaxStartAsyncAdvice {
  private JavaxStartAsyncAdvice() {}

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.This Object request, @Advice.Thrown Throwable thrown) {
    if (thrown == null && request instanceof HttpServletRequest) {
      ServletEntry.asyncStarted(JavaxServletAdapter.INSTANCE, (HttpServletRequest) request);
    }
  }
}
