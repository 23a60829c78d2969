package io.obsagent.instrumentation.servlet.threads;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** The threads of XNIO's worker, which are Undertow's. */
public final class UndertowThreadsInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "server-threads";
  }

  @Override
  public void describe(Targets targets) {
    targets.types("org.xnio.nio.NioXnioWorker").method("start", "()V", UndertowThreadsAdvice.class);
  }
}
