package io.obsagent.instrumentation.logging.jul;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * {@code obs.logs.export} for {@code java.util.logging}: every record is recorded where all methods
 * of a logger meet.
 */
public final class JulExportInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "java-util-logging.export";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("java.util.logging.Logger")
        .method("log", "(Ljava/util/logging/LogRecord;)V", JulExportAdvice.Log.class);
  }
}
