package io.obsagent.engine.semantics.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The methods that go by their own name; any other is {@code _OTHER}, so that strangers cannot make
 * up series. Immutable. Methods are compared with regard to case, as HTTP does.
 */
public final class HttpMethods {
  /** {@code http.request.method} of a method that is not known. */
  public static final String OTHER = "_OTHER";

  /** Stands for an unknown method in the name of a span. */
  public static final String OTHER_IN_NAME = "HTTP";

  private final Map<String, String> known;

  /**
   * @param known {@code otel.instrumentation.http.known-methods}
   */
  public HttpMethods(Collection<String> known) {
    Map<String, String> names = new HashMap<>();
    for (String method : known) {
      // Interned: the names under which routes keep their span names are then few and shared.
      names.put(method, method.intern());
    }
    this.known = names;
  }

  /** The method itself, always the same instance of it, or {@link #OTHER}. One hash look-up. */
  public String normalize(String method) {
    if (method == null) {
      return OTHER;
    }
    String name = known.get(method);
    return name == null ? OTHER : name;
  }

  /** How a normalised method begins the name of a span. */
  @SuppressWarnings("ReferenceEquality") // normalize() returns this very constant.
  public static String inName(String normalized) {
    return normalized == OTHER ? OTHER_IN_NAME : normalized;
  }
}
