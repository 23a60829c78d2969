package io.obsagent.engine.propagation;

/**
 * How headers are written to a carrier of one library. Names are matched without regard to case
 * where the protocol does so.
 *
 * @param <C> the carrier
 */
public interface HeaderWriter<C> {
  /** Sets a header, replacing all its values. */
  void set(C carrier, String name, String value);

  /** Takes a header away, with all its values. */
  void remove(C carrier, String name);
}
