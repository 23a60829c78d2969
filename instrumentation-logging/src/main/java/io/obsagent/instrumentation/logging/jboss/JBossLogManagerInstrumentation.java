package io.obsagent.instrumentation.logging.jboss;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * JBoss LogManager, WildFly's and Quarkus' implementation of {@code java.util.logging}: the
 * identity of the span is put on the record where every record passes on the thread that logs, and
 * shown where formatters and asynchronous handlers read the log context.
 */
public final class JBossLogManagerInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "jboss-logmanager-mdc";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.jboss.logmanager.Logger")
        .method("logRaw", "(Lorg/jboss/logmanager/ExtLogRecord;)V", JBossAdvice.LogRaw.class);
    targets
        .types("org.jboss.logmanager.ExtLogRecord")
        .state(JBossAdvice.STAMP)
        .method("getMdc", "(Ljava/lang/String;)Ljava/lang/String;", JBossAdvice.ReadEntry.class)
        .method("getMdcCopy", "()Ljava/util/Map;", JBossAdvice.ReadAll.class);
  }
}
