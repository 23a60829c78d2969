package io.obsagent.engine.propagation;

/**
 * How headers are written to a carrier of one library.
 *
 * @param <C> the carrier
 */
public interface HeaderWriter<C> {
  /** Sets a header, replacing all its values. */
  void set(C carrier, String name, String value);
}
