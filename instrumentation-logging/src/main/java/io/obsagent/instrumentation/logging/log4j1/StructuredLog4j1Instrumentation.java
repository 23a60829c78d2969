package io.obsagent.instrumentation.logging.log4j1;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * {@code obs.logs.format} for Log4j 1.2.15 and later and reload4j: console and file appenders with
 * a pattern get a layout of ours when they first write.
 */
public final class StructuredLog4j1Instrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "structured-logs";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.apache.log4j.WriterAppender")
        .method(
            "subAppend",
            "(Lorg/apache/log4j/spi/LoggingEvent;)V",
            StructuredLog4j1Advice.SubAppend.class);
  }
}
