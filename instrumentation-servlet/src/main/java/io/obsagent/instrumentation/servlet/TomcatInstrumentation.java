package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Requests that Tomcat (7 to 11) answers by itself: where its parser hands a request to the
 * container, and where it logs one that it never handed over.
 */
public final class TomcatInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "servlet.tomcat";
  }

  @Override
  public void describe(Targets targets) {
    String inAndOut = "(Lorg/apache/coyote/Request;Lorg/apache/coyote/Response;";
    targets
        .types("org.apache.catalina.connector.CoyoteAdapter")
        .method("service", inAndOut + ")V", TomcatServiceAdvice.class)
        .method("log", inAndOut + "J)V", TomcatLogAdvice.class);
  }
}
