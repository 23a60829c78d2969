package io.obsagent.instrumentation.logging.jboss;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** {@code obs.logs.export} for JBoss LogManager: every record is recorded where all pass. */
public final class JBossExportInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "jboss-logmanager-appender";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.jboss.logmanager.Logger")
        .method("logRaw", "(Lorg/jboss/logmanager/ExtLogRecord;)V", JBossExportAdvice.LogRaw.class);
  }
}
