package io.obsagent.engine.metrics;

/** Takes the values of an observed instrument while its {@link Source} is asked. */
public interface Observation {
  /** Where the values come from. */
  interface Source {
    /**
     * Tells the values of now. Called by the thread that reads metrics, at each reading; must not
     * wait for anything. What it throws is counted, and nothing is read this time.
     */
    void observe(Observation to);
  }

  /**
   * A whole value.
   *
   * @param values of the attributes, in the order of the instrument's keys
   */
  void set(long value, Object... values);

  /** A value with fractions; otherwise as the other form. */
  void set(double value, Object... values);
}
