package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** Requests that Jetty answers by itself, where its requests are those of jakarta servlets. */
public final class JakartaJettyInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "servlet.jetty";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.eclipse.jetty.server.HttpChannel")
        .method("onCompleted", "()V", JakartaJettyAdvice.class)
        .method(
            "onBadMessage",
            "(Lorg/eclipse/jetty/http/BadMessageException;)V",
            JettyBadMessageAdvice.class);
  }
}
