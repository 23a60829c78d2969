package io.obsagent.instrumentation.logging.jul;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * {@code java.util.logging}: the identity of the span is put on the record when it is logged. Woven
 * only with an option that shows it.
 */
public final class JulInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "java-util-logging";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("java.util.logging.Logger")
        .method("log", "(Ljava/util/logging/LogRecord;)V", JulAdvice.Log.class);
  }
}
