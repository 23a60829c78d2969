package io.obsagent.instrumentation.servlet.threads;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** The threads of Tomcat's connectors, 7 to 11. */
public final class TomcatThreadsInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "server-threads";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.apache.tomcat.util.net.AbstractEndpoint")
        .method("start", "()V", TomcatThreadsAdvice.class);
  }
}
