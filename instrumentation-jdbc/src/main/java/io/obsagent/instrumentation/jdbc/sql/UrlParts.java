package io.obsagent.instrumentation.jdbc.sql;

/**
 * {@code //user:password@host:port/path?properties} taken apart, without the credentials, and with
 * nothing at all when it is not clear where these end. Immutable.
 */
final class UrlParts {
  private static final int LONGEST_HOST = 255;
  private static final int LONGEST_NAME = 255;
  private static final int HIGHEST_PORT = 65535;

  /** The first host; null when there is none or it does not look like one. */
  final String host;

  /** The port behind it, else -1. */
  final int port;

  /** What follows the authority, without the slash and the properties; null when empty. */
  final String path;

  private UrlParts(String host, int port, String path) {
    this.host = host;
    this.port = port;
    this.path = path;
  }

  /**
   * Of what follows the scheme.
   *
   * @param text begins with {@code //}, or has no authority and is all path
   * @param ends the characters that begin the properties
   */
  static UrlParts of(String text, String ends) {
    int end = firstOf(text, ends);
    String section = text.substring(0, end);
    if (end < text.length() && hidesCredentials(text.substring(end + 1))) {
      return new UrlParts(null, -1, null);
    }
    int at = section.lastIndexOf('@');
    boolean hasAuthority = section.startsWith("//") || at >= 0;
    if (!hasAuthority) {
      return new UrlParts(null, -1, name(section));
    }
    String rest = section.substring(at >= 0 ? at + 1 : 2);
    // "address=(host=h)(password=a/b)/db": the path begins behind the last parenthesis.
    int slash = rest.indexOf('/', rest.lastIndexOf(')') + 1);
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? null : name(rest.substring(slash + 1));
    return authority(authority, path);
  }

  /** The first host of a list, in any of the drivers' notations. */
  static UrlParts authority(String authority, String path) {
    String keyed = keyed(authority, "host");
    if (keyed != null) {
      return new UrlParts(host(keyed), port(keyed(authority, "port")), path);
    }
    String first = firstHost(authority);
    int colon = first.startsWith("[") ? first.indexOf(']') + 1 : first.indexOf(':');
    if (colon < 0 || colon >= first.length()) {
      return new UrlParts(host(first), -1, path);
    }
    int port = port(first.substring(colon + 1));
    boolean believable = first.charAt(colon) == ':' && (port >= 0 || colon + 1 == first.length());
    return believable
        ? new UrlParts(host(first.substring(0, colon)), port, path)
        : new UrlParts(null, -1, null); // more likely "user:password" than "host:port"
  }

  private static String firstHost(String authority) {
    String list = authority;
    if (list.startsWith("[") && list.endsWith("]") && host(list) == null) {
      list = list.substring(1, list.length() - 1);
    }
    return list.substring(0, firstOf(list, ","));
  }

  /** The value of {@code (key=value)} or {@code (key=value,...)}; null when there is none. */
  static String keyed(String text, String key) {
    for (int i = text.indexOf('='); i >= 0; i = text.indexOf('=', i + 1)) {
      int end = i;
      while (end > 0 && text.charAt(end - 1) == ' ') {
        end--;
      }
      int start = end - key.length();
      boolean matches = start > 0 && text.regionMatches(true, start, key, 0, key.length());
      if (matches && "(, ".indexOf(text.charAt(start - 1)) >= 0) {
        String value = text.substring(i + 1);
        return value.substring(0, firstOf(value, "),")).trim();
      }
    }
    return null;
  }

  /**
   * The value of a property in {@code ;a=b;c=d}, or in {@code a=b&c=d} behind any other {@code
   * begin}; keys in any case, a value may stand in braces. Null when it is not there.
   */
  static String property(String text, char begin, String key) {
    String separator = begin == ';' ? ";" : "&";
    int start = firstOf(text, String.valueOf(begin)) + 1;
    while (start < text.length()) {
      int equals = text.indexOf('=', start);
      if (equals < 0) {
        return null;
      }
      boolean braces = equals + 1 < text.length() && text.charAt(equals + 1) == '{';
      int from = braces ? equals + 2 : equals + 1;
      int to = text.indexOf(braces ? "}" : separator, from);
      if (to < 0) {
        to = text.length();
      }
      String name = text.substring(start, equals);
      if (name.substring(name.lastIndexOf(separator) + 1).trim().equalsIgnoreCase(key)) {
        return name(text.substring(from, to));
      }
      start = to + (braces ? 2 : 1);
    }
    return null;
  }

  /** A name as it may be reported; null when it is empty, or may hold more than a name. */
  static String name(String text) {
    String name = decode(text.trim());
    boolean odd = name.length() > LONGEST_NAME || firstOf(name, "@=") < name.length();
    return name.isEmpty() || odd ? null : name;
  }

  /** A host as it may be reported, an IPv6 address without brackets; null for anything else. */
  static String host(String text) {
    String host = text.trim();
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || host.length() > LONGEST_HOST) {
      return null;
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (!Character.isLetterOrDigit(c)
          && ".-_".indexOf(c) < 0
          && !(bracketed && ":%".indexOf(c) >= 0)) {
        return null;
      }
    }
    return bracketed && host.indexOf(':') < 0 ? null : host;
  }

  /** A port number; -1 for anything else. */
  static int port(String text) {
    if (text == null || text.isEmpty() || text.length() > 5) {
      return -1;
    }
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = port * 10 + c - '0';
    }
    return port > HIGHEST_PORT ? -1 : port;
  }

  /** The index of the first of {@code chars}, the length when there is none. */
  static int firstOf(String text, String chars) {
    for (int i = 0; i < text.length(); i++) {
      if (chars.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }

  /** "p?word@host": what looked like properties was the end of a password. */
  private static boolean hidesCredentials(String properties) {
    int at = properties.indexOf('@');
    int equals = properties.indexOf('=');
    return at >= 0 && (equals < 0 || at < equals);
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length()) {
        int high = Character.digit(text.charAt(i + 1), 16);
        int low = Character.digit(text.charAt(i + 2), 16);
        // Beyond ASCII the escape stays: no name is worth a decoder.
        if (high >= 0 && high < 8 && low >= 0) {
          out.append((char) (high << 4 | low));
          i += 2;
          continue;
        }
      }
      out.append(c);
    }
    return out.toString();
  }
}
