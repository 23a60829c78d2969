package io.obsagent.instrumentation.servlet;

import io.undertow.server.HttpServerExchange;
import net.bytebuddy.asm.Advice;

/** The end of an exchange. */
public final class UndertowCompleteAdvice {
  private UndertowCompleteAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object self) {
    if (UndertowExchange.isRejected(self)) {
      HttpServerExchange exchange = (HttpServerExchange) self;
      // Undertow does not tell when it began, unless told to: what it rejects, it rejects at once.
      Rejection.record(
          UndertowAdapter.INSTANCE, exchange, exchange.getStatusCode(), System.nanoTime());
    }
  }
}
