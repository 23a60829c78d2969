package io.obsagent.instrumentation.logging.log4j1;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Log4j 1.2 and reload4j: the identity of the span is put on the event where every event passes on
 * its way to the appenders, and shown where layouts read the log context.
 */
public final class Log4j1Instrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "log4j-mdc";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.apache.log4j.Category")
        .method(
            "callAppenders",
            "(Lorg/apache/log4j/spi/LoggingEvent;)V",
            Log4j1Advice.CallAppenders.class);
    targets
        .types("org.apache.log4j.spi.LoggingEvent")
        .state(Log4j1Advice.STAMP)
        .method("getMDC", "(Ljava/lang/String;)Ljava/lang/Object;", Log4j1Advice.ReadEntry.class)
        .method("getProperties", "()Ljava/util/Map;", Log4j1Advice.ReadAll.class);
  }
}
