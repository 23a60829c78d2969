package io.obsagent.agent.start;

import java.util.Map;

/** The agent by JMX: {@code io.obsagent:type=Agent}. */
public interface AgentMXBean {
  /** Of the agent. */
  String getVersion();

  /** {@code service.name}. */
  String getServiceName();

  /** Where the pages are; 0 if nowhere. */
  int getAdminPort();

  /** {@code otel.javaagent.enabled}; {@link #set} changes it. */
  boolean isEnabled();

  /** What can be changed while running, by name. */
  Map<String, String> getSettings();

  /** What the agent counts of itself: drops, exports, faults. */
  Map<String, Long> getEvents();

  /**
   * Changes a setting.
   *
   * @param name e.g. {@code otel.traces.sampler}
   * @param value empty or null: back to what was configured
   * @throws IllegalArgumentException if that is no setting that can be changed, or no value of it
   */
  void set(String name, String value);
}
