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

  /** Writes the identity of {@code context}, its baggage and request id, as far as it has them. */
  <C> void inject(Context context, C carrier, HeaderWriter<C> writer);

  /**
   * As {@link #inject}, for a request or record of the application that may carry an identity
   * already. One of the same trace is a copied header and is replaced; one of another trace was set
   * on purpose: then nothing is written. One that is malformed or ambiguous is replaced. So exactly
   * one goes out. A {@code baggage} or {@code X-Request-ID} of the application's own stays in any
   * case.
   *
   * @return the identity that stays, to be linked to; null if that of {@code context} went in
   */
  <C> Context injectUnlessOther(
      Context context, C carrier, HeaderReader<C> reader, HeaderWriter<C> writer);

  /** The header names of identity and baggage, spelled as it writes them. */
  List<String> fields();
}
