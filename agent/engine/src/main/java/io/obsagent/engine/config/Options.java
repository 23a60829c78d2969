package io.obsagent.engine.config;

/** Every option the agent reads, declared once. */
public final class Options {
  public static final Option<Boolean> DEBUG =
      new Option<>(
          "otel.javaagent.debug",
          "boolean",
          Boolean::valueOf,
          Boolean.FALSE,
          "Lists what was woven, what not and why.");

  private Options() {}
}
