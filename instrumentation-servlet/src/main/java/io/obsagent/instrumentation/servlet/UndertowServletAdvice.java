package io.obsagent.instrumentation.servlet;

import net.bytebuddy.asm.Advice;

/** The handlers of filters and servlets: what they get has been reached. */
public final class UndertowServletAdvice {
  private UndertowServletAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.Argument(0) Object exchange) {
    UndertowExchange.reached(exchange);
  }
}
