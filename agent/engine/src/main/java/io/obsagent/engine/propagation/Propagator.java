package io.obsagent.engine.propagation;

import io.obsagent.engine.trace.Context;
import java.util.List;

/** Carries a context across processes in headers. Implementations are stateless and thread-safe. */
public interface Propagator {
  /**
   * Reads what came in. Never throws for what the headers hold: a malformed header is as none.
   *
   * @return {@link Context#ROOT} if there is nothing
   */
  <C> Context extract(C carrier, HeaderReader<C> reader);

  /** Writes the identity of {@code context}; does nothing where it has none and no baggage. */
  <C> void inject(Context context, C carrier, HeaderWriter<C> writer);

  /** The header names it writes, spelled as it writes them. */
  List<String> fields();
}
