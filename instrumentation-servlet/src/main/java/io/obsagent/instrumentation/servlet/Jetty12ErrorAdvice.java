package io.obsagent.instrumentation.servlet;

import net.bytebuddy.asm.Advice;

/** {@code ErrorHandler.handle} of the server itself. */
public final class Jetty12ErrorAdvice {
  private Jetty12ErrorAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(
      @Advice.Argument(0) Object request, @Advice.Argument(1) Object response) {
    Jetty12Rejection.answered(request, response);
  }
}
