package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** Requests that Jetty answers by itself, where its requests are those of javax servlets. */
public final class JavaxJettyInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "servlet.jetty";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.eclipse.jetty.server.HttpChannel")
        .method("onCompleted", "()V", JavaxJettyAdvice.class)
        .method(
            "onBadMessage",
            "(Lorg/eclipse/jetty/http/BadMessageException;)V",
            JettyBadMessageAdvice.class);
  }
}
