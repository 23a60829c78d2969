package io.obsagent.instrumentation.logging.structured;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;

/**
 * Lines are written inside the application's appenders, outside every advice: what goes wrong here
 * is counted as an advice's fault would be, and the library's own layout writes the line.
 */
public final class StructuredFaults {
  private StructuredFaults() {}

  public static void failed(Throwable fault) {
    AgentHealth.count(AgentHealth.SUPPRESSED_EXCEPTIONS);
    AgentLog.once("structured-logs", "a log line could not be written as JSON", fault);
  }
}
