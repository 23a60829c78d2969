package io.obsagent.engine.http;

import java.util.Locale;

/** A request that has come whole. Immutable. */
public final class Request {
  private final String method;
  private final String path;
  private final String query;
  private final String[] headers;
  private final String body;

  Request(String method, String target, String[] headers, String body) {
    this.method = method;
    int mark = target.indexOf('?');
    this.path = mark < 0 ? target : target.substring(0, mark);
    this.query = mark < 0 ? "" : target.substring(mark + 1);
    this.headers = headers;
    this.body = body;
  }

  /** As it stands in the request line, e.g. {@code GET}. */
  public String method() {
    return method;
  }

  /** As it came, without the query; begins with a slash. Nothing is decoded. */
  public String path() {
    return path;
  }

  /** The value of a query parameter, as it came; null if there is none. */
  public String parameter(String name) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).equals(name)) {
        return pair.substring(equals + 1);
      }
    }
    return null;
  }

  /**
   * The first value of a header; null if there is none.
   *
   * @param name in lower case
   */
  public String header(String name) {
    for (String line : headers) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).trim().toLowerCase(Locale.ROOT).equals(name)) {
        return line.substring(colon + 1).trim();
      }
    }
    return null;
  }

  /** What was sent, read as UTF-8; empty if nothing was. */
  public String body() {
    return body;
  }
}
