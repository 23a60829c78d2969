package io.obsagent.instrumentation.logging.log4j2;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * {@code obs.logs.format} for Log4j 2.7 and later: console and file appenders that ask themselves
 * for their layout, to write an event, get ours where theirs is a pattern.
 */
public final class StructuredLog4j2Instrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "structured-logs";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.apache.logging.log4j.core.appender.AbstractAppender")
        .state(StructuredLog4j2Advice.LAYOUT)
        .method(
            "getLayout",
            "()Lorg/apache/logging/log4j/core/Layout;",
            StructuredLog4j2Advice.GetLayout.class);
    targets
        .types("org.apache.logging.log4j.core.appender.AbstractOutputStreamAppender")
        .method(
            "append",
            "(Lorg/apache/logging/log4j/core/LogEvent;)V",
            StructuredLog4j2Advice.Append.class);
  }
}
