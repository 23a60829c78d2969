package io.obsagent.instrumentation.httpclient;

import io.obsagent.engine.Engine;
import io.obsagent.engine.propagation.HeaderReader;
import io.obsagent.engine.propagation.HeaderWriter;
import java.util.List;

/**
 * What the last attempt of a call put on its request. Where the library sends the very same headers
 * again, after a challenge or a broken connection, what is on them then is not the application's:
 * to the next attempt, if it has no parent, it would look like an identity set on purpose.
 *
 * <p>Ours is known by being the same object, so the carrier has to keep the texts it is given. One
 * attempt at a time; holds one text and nothing of the request.
 */
public final class Injected {
  private static final String BAGGAGE = "baggage";

  private Object identity;

  /** Puts the identity of {@code call} on {@code carrier}, in the place of an earlier attempt's. */
  public <C, A extends HeaderReader<C> & HeaderWriter<C>> void into(
      C carrier, HttpClientCall call, A access) {
    List<String> fields = Engine.propagator().fields();
    Object before = identityOn(carrier, fields, access);
    if (before != null && before == identity) {
      forget(carrier, fields, access);
      before = null;
    }
    call.inject(carrier, access, access);
    Object after = identityOn(carrier, fields, access);
    identity = after == before ? null : after;
  }

  /** The first header there is of those that an identity is written to. */
  private static <C> Object identityOn(C carrier, List<String> fields, HeaderReader<C> reader) {
    for (int i = 0; i < fields.size(); i++) {
      String field = fields.get(i);
      Object text = field.equals(BAGGAGE) ? null : reader.first(carrier, field);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static <C> void forget(C carrier, List<String> fields, HeaderWriter<C> writer) {
    for (int i = 0; i < fields.size(); i++) {
      String field = fields.get(i);
      if (!field.equals(BAGGAGE)) {
        writer.remove(carrier, field);
      }
    }
  }
}
