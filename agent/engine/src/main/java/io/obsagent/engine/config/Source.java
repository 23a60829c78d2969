package io.obsagent.engine.config;

/** Where a setting came from; the first in this order wins. */
public enum Source {
  LIVE("live change"),
  SYSTEM_PROPERTY("system property"),
  ENVIRONMENT("environment variable"),
  AGENT_ARGUMENT("agent argument"),
  FILE("configuration file"),
  DEFAULT("default");

  private final String words;

  Source(String words) {
    this.words = words;
  }

  /** For people, e.g. {@code environment variable}. */
  @Override
  public String toString() {
    return words;
  }
}
