package io.obsagent.instrumentation.logging.logback;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Logback 1.0 to 1.5: the identity of the span is put on the event where every event passes on its
 * way to the appenders, and shown where layouts read the log context.
 */
public final class LogbackInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "logback-mdc";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("ch.qos.logback.classic.Logger")
        .method(
            "callAppenders",
            "(Lch/qos/logback/classic/spi/ILoggingEvent;)V",
            LogbackAdvice.CallAppenders.class);
    targets
        .types("ch.qos.logback.classic.spi.LoggingEvent")
        .state(LogbackAdvice.STAMP)
        .method("getMDCPropertyMap", "()Ljava/util/Map;", LogbackAdvice.ReadMdc.class);
  }
}
