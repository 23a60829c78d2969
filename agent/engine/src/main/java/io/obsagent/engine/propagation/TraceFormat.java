package io.obsagent.engine.propagation;

import io.obsagent.engine.trace.Context;

/** One way to write the identity of a trace in headers. Stateless and thread-safe. */
abstract class TraceFormat {
  /** The header names it writes, spelled as it writes them. */
  abstract String[] fields();

  /**
   * Reads an identity.
   *
   * @param baggage goes into the context as it is
   * @return null if there is none, or a malformed one
   */
  abstract <C> Context extract(C carrier, HeaderReader<C> reader, String baggage);

  /** Writes the identity of a context that has one. */
  abstract <C> void inject(Context context, C carrier, HeaderWriter<C> writer);

  /** After {@link #inject}: takes away what a copied identity brought along and ours has not. */
  <C> void removeStale(
      Context context, C carrier, HeaderReader<C> reader, HeaderWriter<C> writer) {}
}
