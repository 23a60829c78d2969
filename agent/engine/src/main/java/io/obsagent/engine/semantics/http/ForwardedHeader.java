package io.obsagent.engine.semantics.http;

/**
 * Reads the {@code Forwarded} header: elements apart by commas, one per proxy, the first of them
 * nearest to the client; each a list of {@code name=value} pairs apart by semicolons; values may be
 * quoted strings.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7239#section-4">RFC 7239, section 4</a>
 */
public final class ForwardedHeader {
  private ForwardedHeader() {}

  /**
   * The first value of a parameter in any element: where several proxies named it, that of the one
   * nearest to the client.
   *
   * @param header the header, may be null
   * @param name {@code for}, {@code host}, {@code proto} or {@code by}; case does not matter
   * @return unquoted; null if the header does not have it or is broken before it
   */
  public static String parameter(String header, String name) {
    if (header == null) {
      return null;
    }
    int end = header.length();
    int i = 0;
    while (i < end) {
      char c = header.charAt(i);
      if (c <= ' ' || c == ';' || c == ',') {
        i++;
        continue;
      }
      int start = i;
      while (i < end && !isDelimiter(header.charAt(i))) {
        i++;
      }
      boolean wanted =
          i - start == name.length() && header.regionMatches(true, start, name, 0, i - start);
      i = skipSpace(header, i, end);
      if (i >= end || header.charAt(i) != '=') {
        continue;
      }
      i = skipSpace(header, i + 1, end);
      int valueStart = i;
      boolean quoted = i < end && header.charAt(i) == '"';
      i = quoted ? endOfQuoted(header, i, end) : endOfToken(header, i, end);
      if (wanted) {
        return quoted ? unquoted(header, valueStart, i) : token(header, valueStart, i);
      }
    }
    return null;
  }

  private static boolean isDelimiter(char c) {
    return c == '=' || c == ';' || c == ',' || c <= ' ';
  }

  private static int skipSpace(String header, int from, int end) {
    int i = from;
    while (i < end && header.charAt(i) <= ' ') {
      i++;
    }
    return i;
  }

  private static int endOfToken(String header, int from, int end) {
    int i = from;
    while (i < end && header.charAt(i) != ';' && header.charAt(i) != ',') {
      i++;
    }
    return i;
  }

  /** The index after the closing quote, or the end if there is none. */
  private static int endOfQuoted(String header, int from, int end) {
    for (int i = from + 1; i < end; i++) {
      char c = header.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i + 1;
      }
    }
    return end;
  }

  private static String token(String header, int start, int end) {
    String value = header.substring(start, end).trim();
    return value.isEmpty() ? null : value;
  }

  private static String unquoted(String header, int start, int end) {
    StringBuilder value = new StringBuilder(Math.max(0, end - start));
    for (int i = start + 1; i < end; i++) {
      char c = header.charAt(i);
      if (c == '"') {
        break;
      }
      if (c == '\\' && i + 1 < end) {
        c = header.charAt(++i);
      }
      value.append(c);
    }
    return value.length() == 0 ? null : value.toString();
  }
}
