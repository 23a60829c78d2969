package io.obsagent.instrumentation.servlet;

import net.bytebuddy.asm.Advice;

/** {@code Server.handle}: all of a request but its asynchronous rest. */
public final class Jetty12ServerAdvice {
  private Jetty12ServerAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter() {
    return Doorway.begin();
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object token, @Advice.Argument(0) Object request) {
    if (token != null && ((Doorway) token).end()) {
      Jetty12Rejection.reached(request);
    }
  }
}
