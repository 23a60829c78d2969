package io.obsagent.instrumentation.logging.log4j1;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * {@code obs.logs.export} for Log4j 1.2 and reload4j: every event is recorded on its way to the
 * appenders.
 */
public final class Log4j1ExportInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "log4j-appender";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.apache.log4j.Category")
        .method(
            "callAppenders",
            "(Lorg/apache/log4j/spi/LoggingEvent;)V",
            Log4j1ExportAdvice.CallAppenders.class);
  }
}
