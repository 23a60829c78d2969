package io.obsagent.instrumentation.servlet.threads;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** The threads of Jetty, 8 to 12. */
public final class JettyThreadsInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "server-threads";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.eclipse.jetty.util.thread.QueuedThreadPool")
        .method("doStart", "()V", JettyThreadsAdvice.class);
  }
}
