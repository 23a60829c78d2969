package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.ForeignState;

/** What is remembered of an exchange, which serves one request and is never used again. */
public final class UndertowExchange {
  private static final ForeignState<Object> REACHED = ForeignState.named("servlet.reached");

  private UndertowExchange() {}

  /** A filter or servlet is about to get it. */
  public static void reached(Object exchange) {
    REACHED.set(exchange, Boolean.TRUE);
  }

  /**
   * The exchange is complete, which may be said more than once.
   *
   * @return true once, and only if no filter or servlet has had it
   */
  public static boolean isRejected(Object exchange) {
    boolean rejected = REACHED.get(exchange) == null;
    if (rejected) {
      reached(exchange);
    }
    return rejected;
  }
}
