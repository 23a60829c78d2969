package io.obsagent.weaving;

/**
 * One library's instrumentation: which types and methods are woven, and with which advice.
 *
 * <p>It runs at <em>build</em> time only: the plan compiler calls {@link #describe}, checks what it
 * said and writes {@code weaving.plan}. Implementations are listed in {@code
 * META-INF/services/io.obsagent.weaving.LibraryInstrumentation} of their module and have a public
 * constructor without parameters.
 */
public interface LibraryInstrumentation {

  /** The {@code <name>} of {@code otel.instrumentation.<name>.enabled}, for example "jdbc". */
  String name();

  /** Names the types and methods to weave. Called once. */
  void describe(Targets targets);

  /**
   * A type that the library must not have, dotted, or null: where an application can see it, the
   * instrumentation is off. For generations of a library that only a missing type tells apart.
   */
  default String onlyWithout() {
    return null;
  }
}
