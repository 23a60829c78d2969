package io.obsagent.instrumentation.logging.jul;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * {@code obs.logs.jul-suffix}: {@code java.util.logging} has no log context, so the identity of the
 * span is written behind the message. Woven only with that option.
 */
public final class JulSuffixInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "java-util-logging.suffix";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("java.util.logging.Formatter")
        .method(
            "formatMessage",
            "(Ljava/util/logging/LogRecord;)Ljava/lang/String;",
            JulAdvice.FormatMessage.class);
  }
}
