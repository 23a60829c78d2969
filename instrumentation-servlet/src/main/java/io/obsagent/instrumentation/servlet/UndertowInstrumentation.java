package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** Requests that Undertow answers by itself. */
public final class UndertowInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "servlet.undertow";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types(
            "io.undertow.servlet.handlers.FilterHandler",
            "io.undertow.servlet.handlers.ServletHandler")
        .method(
            "handleRequest",
            "(Lio/undertow/server/HttpServerExchange;)V",
            UndertowServletAdvice.class);
    targets
        .types("io.undertow.server.HttpServerExchange")
        .method("invokeExchangeCompleteListeners", "()V", UndertowCompleteAdvice.class)
        .state("servlet.reached");
    targets
        .types("io.undertow.server.protocol.http.HttpReadListener")
        .method(
            "sendBadRequestAndClose",
            "(Lorg/xnio/StreamConnection;Ljava/lang/Throwable;)V",
            UndertowBadRequestAdvice.class);
  }
}
