package io.obsagent.engine.propagation;

/**
 * Reads {@code tracestate}: several headers are one list; a list that breaks the grammar or has too
 * many members is none; a list longer than everyone must carry loses whole members, the large ones
 * first, then from its end. A list that is all right stays the very string that came.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/#tracestate-header">W3C Trace Context level
 *     2</a>
 */
final class TraceStateList {
  private static final int MAX_MEMBERS = 32;
  private static final int MAX_LENGTH = 512;

  /** Members longer than this are the first to go from a list that is too long. */
  private static final int LARGE_MEMBER = 128;

  private static final int MAX_KEY = 256;
  private static final int MAX_VALUE = 256;

  private TraceStateList() {}

  /** The list, or null for none. */
  static <C> String read(C carrier, HeaderReader<C> reader) {
    String list = HeaderLists.joined(carrier, reader, TraceParentFormat.TRACE_STATE);
    if (list == null || !isWellFormed(list)) {
      return null;
    }
    return list.length() <= MAX_LENGTH ? list : shorten(list);
  }

  /**
   * Grammar and number of members; empty members are allowed, but a list of nothing else is none.
   */
  private static boolean isWellFormed(String list) {
    int members = 0;
    int at = 0;
    while (at <= list.length()) {
      int end = HeaderLists.nextComma(list, at);
      int from = HeaderLists.skipSpace(list, at, end);
      int to = HeaderLists.skipSpaceBack(list, from, end);
      if (from < to) {
        members++;
        if (members > MAX_MEMBERS || !isMember(list, from, to)) {
          return false;
        }
      }
      at = end + 1;
    }
    return members > 0;
  }

  private static boolean isMember(String list, int from, int to) {
    int equals = list.indexOf('=', from);
    if (equals <= from
        || equals >= to - 1
        || equals - from > MAX_KEY
        || to - equals - 1 > MAX_VALUE) {
      return false;
    }
    for (int i = from; i < equals; i++) {
      if (!isKeyCharacter(list.charAt(i), i == from)) {
        return false;
      }
    }
    for (int i = equals + 1; i < to; i++) {
      char character = list.charAt(i);
      if (character < ' ' || character > '~' || character == '=') {
        return false;
      }
    }
    return true;
  }

  private static boolean isKeyCharacter(char character, boolean first) {
    if ((character >= 'a' && character <= 'z') || (character >= '0' && character <= '9')) {
      return true;
    }
    return !first
        && (character == '_'
            || character == '-'
            || character == '*'
            || character == '/'
            || character == '@');
  }

  private static String shorten(String list) {
    String smaller = HeaderLists.keep(list, LARGE_MEMBER, MAX_MEMBERS, Integer.MAX_VALUE);
    return smaller == null || smaller.length() <= MAX_LENGTH
        ? smaller
        : HeaderLists.keep(smaller, LARGE_MEMBER, MAX_MEMBERS, MAX_LENGTH);
  }
}
