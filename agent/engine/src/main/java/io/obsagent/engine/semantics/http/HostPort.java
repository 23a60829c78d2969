package io.obsagent.engine.semantics.http;

/**
 * Host and port of a {@code Host} header, of an element of {@code Forwarded} or {@code
 * X-Forwarded-*}, or of the authority of a URL: {@code shop.example:8080}, {@code
 * [2001:db8::1]:80}, {@code 2001:db8::1}, {@code 192.0.2.43}. Immutable.
 */
public final class HostPort {
  /** There is no port, or none that could be one. */
  public static final int NO_PORT = -1;

  private static final HostPort NONE = new HostPort(null, NO_PORT);

  private final String host;
  private final int port;

  private HostPort(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * Reads a whole text; user-info before an {@code @} is skipped. Null and nonsense have no host.
   */
  public static HostPort parse(String text) {
    if (text == null) {
      return NONE;
    }
    int start = skipSpace(text, 0, text.length());
    int end = skipSpaceBackwards(text, start, text.length());
    int at = text.lastIndexOf('@', end - 1);
    if (at >= start) {
      start = at + 1;
    }
    if (start >= end) {
      return NONE;
    }
    return text.charAt(start) == '[' ? bracketed(text, start, end) : plain(text, start, end);
  }

  /** The first element of a comma-separated list such as {@code X-Forwarded-Host}. */
  public static HostPort parseFirst(String list) {
    return list == null ? NONE : parse(firstOf(list));
  }

  /** The text before the first comma, without the blanks around it. */
  public static String firstOf(String list) {
    int comma = list.indexOf(',');
    int limit = comma < 0 ? list.length() : comma;
    int start = skipSpace(list, 0, limit);
    return list.substring(start, Math.max(start, skipSpaceBackwards(list, start, limit)));
  }

  private static HostPort bracketed(String text, int start, int end) {
    int close = text.indexOf(']', start);
    if (close < 0 || close >= end || close == start + 1) {
      return NONE;
    }
    int port = close + 1 < end && text.charAt(close + 1) == ':' ? port(text, close + 2, end) : -1;
    return new HostPort(text.substring(start + 1, close), port);
  }

  private static HostPort plain(String text, int start, int end) {
    int colon = text.indexOf(':', start);
    if (colon < 0 || colon >= end) {
      return new HostPort(text.substring(start, end), NO_PORT);
    }
    int second = text.indexOf(':', colon + 1);
    if (second >= 0 && second < end) {
      // Two colons and no brackets: an IPv6 address, which leaves no place for a port.
      return new HostPort(text.substring(start, end), NO_PORT);
    }
    if (colon == start) {
      return NONE;
    }
    return new HostPort(text.substring(start, colon), port(text, colon + 1, end));
  }

  private static int port(String text, int start, int end) {
    if (start >= end || end - start > 5) {
      return NO_PORT;
    }
    int port = 0;
    for (int i = start; i < end; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return NO_PORT;
      }
      port = port * 10 + (digit - '0');
    }
    return port > 0 && port <= 65_535 ? port : NO_PORT;
  }

  private static int skipSpace(String text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) <= ' ') {
      i++;
    }
    return i;
  }

  private static int skipSpaceBackwards(String text, int from, int to) {
    int i = to;
    while (i > from && text.charAt(i - 1) <= ' ') {
      i--;
    }
    return i;
  }

  /** Without brackets; null if there is none. */
  public String host() {
    return host;
  }

  /** 1 to 65535, or {@link #NO_PORT}. */
  public int port() {
    return port;
  }
}
