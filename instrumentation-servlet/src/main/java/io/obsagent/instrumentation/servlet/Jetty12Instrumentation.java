package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Requests that Jetty 12 answers by itself: outside the applications every such answer is made by
 * the server's error handler. Which requests have reached a servlet is remembered as they pass.
 */
public final class Jetty12Instrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "servlet.jetty";
  }

  @Override
  public void describe(Targets targets) {
    String handle =
        "(Lorg/eclipse/jetty/server/Request;Lorg/eclipse/jetty/server/Response;"
            + "Lorg/eclipse/jetty/util/Callback;)Z";
    targets
        .types("org.eclipse.jetty.server.Server")
        .method("handle", handle, Jetty12ServerAdvice.class);
    targets
        .types("org.eclipse.jetty.server.handler.ErrorHandler")
        .method("handle", handle, Jetty12ErrorAdvice.class);
  }
}
