package io.obsagent.instrumentation.httpclient;

/** {@code network.protocol.version}, from what libraries call a version of HTTP. */
public final class HttpVersions {
  private HttpVersions() {}

  /**
   * {@code 1.1} for {@code HTTP/1.1} and whatever begins so, such as a status line; {@code 2} for
   * {@code HTTP/2.0}, {@code HTTP_2} and {@code h2}. Null for what it is not. No allocation.
   */
  public static String of(String name) {
    if (name == null) {
      return null;
    }
    if (name.startsWith("HTTP/1.1") || name.equals("HTTP_1_1") || name.equals("http/1.1")) {
      return "1.1";
    }
    if (name.startsWith("HTTP/1.0") || name.equals("HTTP_1_0") || name.equals("http/1.0")) {
      return "1.0";
    }
    if (name.startsWith("HTTP/2") || name.equals("HTTP_2") || name.startsWith("h2")) {
      return "2";
    }
    if (name.startsWith("HTTP/3") || name.equals("HTTP_3") || name.startsWith("h3")) {
      return "3";
    }
    return null;
  }
}
