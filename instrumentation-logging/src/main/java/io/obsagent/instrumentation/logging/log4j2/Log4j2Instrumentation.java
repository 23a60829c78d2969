package io.obsagent.instrumentation.logging.log4j2;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Log4j 2.7 and later: whichever way an event is made (plain, reusable, in the ring buffer of an
 * asynchronous logger), its context data comes from a {@code ContextDataInjector}, called on the
 * thread that logs. What it returns travels with the event and every copy of it.
 */
public final class Log4j2Instrumentation implements LibraryInstrumentation {
  static final String NAME = "log4j-context-data";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void describe(Targets targets) {
    targets
        .subtypesOf("org.apache.logging.log4j.core.ContextDataInjector")
        .method(
            "injectContextData",
            "(Ljava/util/List;Lorg/apache/logging/log4j/util/StringMap;)Lorg/apache/logging/log4j/util/StringMap;",
            ContextDataAdvice.Inject.class);
  }
}
