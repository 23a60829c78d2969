package io.obsagent.weaving;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;

/** Where the generated adapters report what an advice threw. Public for them alone. */
public final class AdviceFaults {
  private AdviceFaults() {}

  /**
   * Counts and logs the fault; an instrumentation that keeps throwing is switched off. May throw
   * only when the JVM itself is at its end (stack, memory); the adapter drops that too.
   *
   * @param adapter the class whose advice threw
   */
  public static void caught(Throwable fault, Class<?> adapter) {
    AgentHealth.count(AgentHealth.SUPPRESSED_EXCEPTIONS);
    String name = adapter.getName();
    AgentLog.once(
        "advice " + name + " " + fault.getClass().getName(),
        "an advice failed and was ignored: " + name,
        fault);
    ClassLoader loader = adapter.getClassLoader();
    if (loader instanceof AdviceClassLoader && !(fault instanceof VirtualMachineError)) {
      ((AdviceClassLoader) loader).faulted(fault);
    }
  }
}
