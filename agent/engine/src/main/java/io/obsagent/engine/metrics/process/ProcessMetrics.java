package io.obsagent.engine.metrics.process;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.metrics.Metrics;

/**
 * Registers what this JVM can tell of itself. Images made by jlink may lack {@code
 * java.management}, or {@code jdk.management}, which has what is beyond the standard: then that
 * part is off, which {@code otel.javaagent.debug} shows and {@link #OFF} counts.
 */
public final class ProcessMetrics {
  /** Parts that are off because a module is not there. */
  public static final String OFF = "metrics.process_parts_off";

  private ProcessMetrics() {}

  /**
   * Registers all there is. Loads JMX, so not to be called while the application starts.
   *
   * @param jvm false for the agent's own metrics only
   */
  public static void register(Metrics metrics, boolean jvm) {
    AgentMetrics.register(metrics);
    if (!jvm) {
      return;
    }
    try {
      JvmMetrics.register(metrics);
    } catch (LinkageError absent) {
      off("jvm.* metrics need the module java.management", absent);
      return;
    }
    try {
      SystemMetrics.register(metrics);
      SaturationMetrics.register(metrics);
      GcMetrics.register(metrics);
    } catch (LinkageError absent) {
      off("CPU, file descriptor and GC metrics need the module jdk.management", absent);
    }
  }

  private static void off(String reason, LinkageError absent) {
    AgentHealth.count(OFF);
    AgentLog.debug(reason + ", which is not there: " + absent);
  }
}
