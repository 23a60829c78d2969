package io.obsagent.instrumentation.jdbc.sql;

/** The character classes SQL lexers share. Where databases differ, the reading that splits more. */
final class SqlChars {
  private SqlChars() {}

  /** Also control characters and every Unicode space: what follows one is a new token. */
  static boolean isSpace(char c) {
    return c <= ' '
        || c == 0x7f
        || (c >= 0x80 && (c < 0xa0 || Character.isSpaceChar(c) || c == '\ufeff'));
  }

  static boolean isDigit(char c) {
    return c < 0x80 ? c >= '0' && c <= '9' : Character.isDigit(c);
  }

  static boolean isIdentifierStart(char c) {
    if (c < 0x80) {
      return isLetter(c) || c == '_';
    }
    return Character.isSurrogate(c) || Character.isLetter(c);
  }

  /** Without {@code $} and {@code #}, which mean different things in different places. */
  static boolean isIdentifierPart(char c) {
    if (c < 0x80) {
      return isLetter(c) || c == '_' || isDigit(c);
    }
    return Character.isSurrogate(c)
        || (Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isQuote(char c) {
    return c == '\'' || c == '"' || c == '`';
  }

  /** N, X, B, E, G, Q of the standard and of the vendors, and NQ, UX, GX, BX. */
  static boolean isStringPrefix(String sql, int start, int length) {
    if (length == 1) {
      return "nxbegq".indexOf(sql.charAt(start) | 0x20) >= 0;
    }
    if (length != 2) {
      return false;
    }
    int first = sql.charAt(start) | 0x20;
    int second = sql.charAt(start + 1) | 0x20;
    return second == 'q' ? first == 'n' : second == 'x' && "ugb".indexOf(first) >= 0;
  }
}
