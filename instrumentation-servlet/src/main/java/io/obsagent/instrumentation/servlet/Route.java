package io.obsagent.instrumentation.servlet;

import java.util.concurrent.ConcurrentHashMap;

/**
 * A path template that requests were matched with, and the span names made of it. One per mapping
 * and application, so that a request concatenates nothing. Thread-safe.
 */
public final class Route {
  private final String text;

  /** By method. Bounded: methods are normalised before. */
  private final ConcurrentHashMap<String, String> names = new ConcurrentHashMap<>(4);

  Route(String text) {
    this.text = text;
  }

  /** {@code http.route}. */
  public String text() {
    return text;
  }

  /** The name of a span; allocates the first time only. */
  String spanName(String method) {
    String name = names.get(method);
    if (name == null) {
      name = method + ' ' + text;
      names.put(method, name);
    }
    return name;
  }

  @Override
  public String toString() {
    return text;
  }
}
