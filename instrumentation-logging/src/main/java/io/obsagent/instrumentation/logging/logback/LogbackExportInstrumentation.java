package io.obsagent.instrumentation.logging.logback;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** {@code obs.logs.export} for Logback: every event is recorded on its way to the appenders. */
public final class LogbackExportInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "logback-appender";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("ch.qos.logback.classic.Logger")
        .method(
            "callAppenders",
            "(Lch/qos/logback/classic/spi/ILoggingEvent;)V",
            LogbackExportAdvice.CallAppenders.class);
  }
}
