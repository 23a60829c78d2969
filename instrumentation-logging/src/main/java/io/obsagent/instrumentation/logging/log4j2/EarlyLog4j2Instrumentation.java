package io.obsagent.instrumentation.logging.log4j2;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;
import io.obsagent.weaving.TypeTarget;

/**
 * Log4j 2.0 to 2.6, before there were context data injectors: an event's context map is made in one
 * place for events of a logger's own thread, and handed over in one call for those in the ring
 * buffer of an asynchronous logger; both on the thread that logs.
 */
public final class EarlyLog4j2Instrumentation implements LibraryInstrumentation {
  private static final String BEFORE_MAP =
      "(Lorg/apache/logging/log4j/core/async/AsyncLogger;Ljava/lang/String;"
          + "Lorg/apache/logging/log4j/Marker;Ljava/lang/String;Lorg/apache/logging/log4j/Level;"
          + "Lorg/apache/logging/log4j/message/Message;Ljava/lang/Throwable;Ljava/util/Map;"
          + "Lorg/apache/logging/log4j/ThreadContext$ContextStack;";

  /** What follows the context map and stack: in 2.0, from 2.4 and from 2.6. */
  private static final String[] AFTER_STACK = {
    "Ljava/lang/String;Ljava/lang/StackTraceElement;J)V",
    "Ljava/lang/String;Ljava/lang/StackTraceElement;JJ)V",
    "JLjava/lang/String;ILjava/lang/StackTraceElement;JJ)V"
  };

  @Override
  public String name() {
    return Log4j2Instrumentation.NAME;
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.apache.logging.log4j.core.impl.Log4jLogEvent")
        .method("createMap", "(Ljava/util/List;)Ljava/util/Map;", ContextMapAdvice.Make.class);
    TypeTarget ringBuffer = targets.types("org.apache.logging.log4j.core.async.RingBufferLogEvent");
    for (String rest : AFTER_STACK) {
      ringBuffer.method("setValues", BEFORE_MAP + rest, ContextMapAdvice.HandOver.class);
    }
  }
}
