package io.obsagent.engine.admin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How an instrumentation stands. Immutable. */
public final class InstrumentationState {
  /** Who knows. */
  public interface Source {
    /** All instrumentations, in the order of their names; for any thread. */
    List<InstrumentationState> states();
  }

  final String name;
  final boolean enabled;
  final int wovenClasses;
  final List<String> problems;

  /**
   * @param name as in {@code otel.instrumentation.<name>.enabled}
   * @param enabled whether it was when the application started
   * @param wovenClasses so far; 0: its library was not met
   * @param problems where it is off in spite of that and why
   */
  public InstrumentationState(
      String name, boolean enabled, int wovenClasses, List<String> problems) {
    this.name = name;
    this.enabled = enabled;
    this.wovenClasses = wovenClasses;
    this.problems = Collections.unmodifiableList(new ArrayList<>(problems));
  }
}
