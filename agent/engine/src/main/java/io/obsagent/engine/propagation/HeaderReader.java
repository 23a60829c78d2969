package io.obsagent.engine.propagation;

import java.util.Enumeration;

/**
 * How headers are read from a carrier of one library.
 *
 * @param <C> the carrier
 */
public interface HeaderReader<C> {
  /** The first value of a header, or null. Names are matched without regard to case. */
  String first(C carrier, String name);

  /** All values of a header in order; null or empty if there is none. */
  Enumeration<String> all(C carrier, String name);
}
