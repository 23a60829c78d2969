package io.obsagent.instrumentation.logging.log4j2;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** {@code obs.logs.export} for Log4j 2: every line is recorded where its logger takes it. */
public final class Log4j2ExportInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "log4j-appender";
  }

  @Override
  public void describe(Targets targets) {
    for (String logger :
        new String[] {
          "org.apache.logging.log4j.core.Logger", "org.apache.logging.log4j.core.async.AsyncLogger"
        }) {
      targets
          .types(logger)
          .method(
              "logMessage",
              "(Ljava/lang/String;Lorg/apache/logging/log4j/Level;"
                  + "Lorg/apache/logging/log4j/Marker;"
                  + "Lorg/apache/logging/log4j/message/Message;Ljava/lang/Throwable;)V",
              Log4j2ExportAdvice.LogMessage.class)
          .method(
              "log",
              "(Lorg/apache/logging/log4j/Level;Lorg/apache/logging/log4j/Marker;"
                  + "Ljava/lang/String;Ljava/lang/StackTraceElement;"
                  + "Lorg/apache/logging/log4j/message/Message;Ljava/lang/Throwable;)V",
              Log4j2ExportAdvice.Log.class);
    }
  }
}
