package io.obsagent.engine.trace;

/**
 * Which instrumentation made a span: OpenTelemetry's instrumentation scope. One constant per
 * domain, compared by identity.
 */
public final class InstrumentationScope {
  private final String name;

  private InstrumentationScope(String name) {
    this.name = name;
  }

  public static InstrumentationScope named(String name) {
    return new InstrumentationScope(name);
  }

  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
