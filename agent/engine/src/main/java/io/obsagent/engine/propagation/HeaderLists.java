package io.obsagent.engine.propagation;

import java.util.Enumeration;

/** Headers whose value is a list of members between commas (RFC 9110, section 5.3). */
final class HeaderLists {
  /** What several headers may add up to before the rest is not looked at. */
  private static final int MAX_JOINED = 16_384;

  private HeaderLists() {}

  /**
   * All values of a header as one list; null if there is none. A single value is returned as it is.
   */
  static <C> String joined(C carrier, HeaderReader<C> reader, String name) {
    String first = reader.first(carrier, name);
    if (first == null) {
      return null;
    }
    Enumeration<String> values = reader.all(carrier, name);
    if (values == null || !values.hasMoreElements()) {
      return first;
    }
    values.nextElement();
    if (!values.hasMoreElements()) {
      return first;
    }
    StringBuilder list = new StringBuilder(first);
    while (values.hasMoreElements() && list.length() < MAX_JOINED) {
      String next = values.nextElement();
      if (next != null && !next.trim().isEmpty()) {
        list.append(list.length() == 0 ? "" : ",").append(next);
      }
    }
    return list.toString();
  }

  /**
   * The list without members longer than {@code longest}, cut at its end to so many members and
   * characters; null if nothing is left.
   */
  static String keep(String list, int longest, int members, int characters) {
    StringBuilder kept = new StringBuilder(Math.min(list.length(), characters));
    int count = 0;
    int at = 0;
    while (at <= list.length() && count < members) {
      int end = nextComma(list, at);
      int from = skipSpace(list, at, end);
      int to = skipSpaceBack(list, from, end);
      int comma = count == 0 ? 0 : 1;
      if (from < to && to - from <= longest) {
        if (kept.length() + comma + to - from > characters) {
          break;
        }
        kept.append(comma == 0 ? "" : ",").append(list, from, to);
        count++;
      }
      at = end + 1;
    }
    return count == 0 ? null : kept.toString();
  }

  static int nextComma(String list, int from) {
    int comma = list.indexOf(',', from);
    return comma < 0 ? list.length() : comma;
  }

  static int skipSpace(String list, int from, int end) {
    int at = from;
    while (at < end && isSpace(list.charAt(at))) {
      at++;
    }
    return at;
  }

  static int skipSpaceBack(String list, int from, int end) {
    int at = end;
    while (at > from && isSpace(list.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\t';
  }
}
