package io.obsagent.weaving;

import java.lang.instrument.Instrumentation;
import java.util.function.Predicate;

/** Weaving as a whole: the registered transformer and what it reports. */
public final class WeavingAgent {
  private final WeavingReport report;

  private WeavingAgent(WeavingReport report) {
    this.report = report;
  }

  /**
   * Defines the hook, registers the transformer and weaves the classes that are loaded already.
   *
   * @param plan what to weave
   * @param source class files of the advice classes
   * @param instrumentationEnabled asked once per instrumentation name
   * @param debug whether each decision is worth a debug line
   */
  public static WeavingAgent install(
      Instrumentation instrumentation,
      WeavingPlan plan,
      AdviceBytes source,
      Predicate<String> instrumentationEnabled,
      boolean debug) {
    return new WeavingAgent(new WeavingReport());
  }

  /** What was woven so far, what not and why. */
  public WeavingReport report() {
    return report;
  }

  /** Takes the transformer away again; classes woven so far stay woven. For tests. */
  public void remove() {}
}
