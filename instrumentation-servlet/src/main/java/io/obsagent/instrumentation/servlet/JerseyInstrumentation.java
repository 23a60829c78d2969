package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** JAX-RS with Jersey (2.x, 3.x): the template of the resource method that was matched. */
public final class JerseyInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "servlet.jersey";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.glassfish.jersey.server.model.ResourceMethodInvoker")
        .method(
            "apply",
            "(Lorg/glassfish/jersey/server/internal/process/RequestProcessingContext;)"
                + "Lorg/glassfish/jersey/server/ContainerResponse;",
            JerseyAdvice.class);
  }
}
