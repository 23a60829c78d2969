package io.obsagent.instrumentation.logging.jul;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * {@code obs.logs.format} for {@code java.util.logging}: console and file handlers that are asked
 * for their formatter answer with ours where theirs is the JDK's or Tomcat's for plain lines.
 */
public final class StructuredJulInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "structured-logs";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("java.util.logging.Handler")
        .method(
            "getFormatter",
            "()Ljava/util/logging/Formatter;",
            StructuredJulAdvice.GetFormatter.class);
  }
}
