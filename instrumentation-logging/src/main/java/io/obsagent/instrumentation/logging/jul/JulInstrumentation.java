package io.obsagent.instrumentation.logging.jul;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * {@code java.util.logging}, which has no log context: the identity of the span, put on the record
 * when it is logged, is written behind the message. Woven only with {@code obs.logs.jul-suffix}.
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
    targets
        .types("java.util.logging.Formatter")
        .method(
            "formatMessage",
            "(Ljava/util/logging/LogRecord;)Ljava/lang/String;",
            JulAdvice.FormatMessage.class);
  }
}
