package io.obsagent.instrumentation.jdbc.sql;

/**
 * A position in an SQL text, and the ways to move past strings and comments.
 *
 * <p>Every move looks at each character it passes once, plus a constant; {@link #steps} counts
 * them. A look past the end sees a NUL. One owner, one thread.
 */
final class SqlCursor {
  /** How a quoted run ended. */
  enum Quoted {
    CLOSED,
    /** Closed, and it held a quote behind a backslash. */
    ESCAPED_QUOTE,
    UNTERMINATED,
    /** It ends here or elsewhere, depending on what a backslash or a bracket means. */
    DOUBT,
    /** No quoted run begins here. */
    NONE
  }

  private static final int MAX_PLACEHOLDER_DIGITS = 5;

  final String sql;
  final int end;
  private final boolean hashInNames;
  int pos;
  long steps;

  SqlCursor(String sql, int end, boolean hashInNames) {
    this.sql = sql;
    this.end = end;
    this.hashInNames = hashInNames;
  }

  char at(int index) {
    steps++;
    return sql.charAt(index);
  }

  char peek(int offset) {
    int index = pos + offset;
    return index < end ? at(index) : 0;
  }

  /** Whether the string here is one backslash, whatever backslashes mean. */
  boolean isLoneBackslash(char quote) {
    return peek(1) == '\\' && peek(2) == quote && peek(3) != quote;
  }

  /** Whether a name, if one ended here, would go on. */
  boolean atNamePart() {
    if (pos >= end) {
      return false;
    }
    char c = at(pos);
    return SqlChars.isIdentifierPart(c) || c == '$' || (c == '#' && hashInNames);
  }

  void skipName() {
    while (atNamePart()) {
      pos++;
    }
  }

  /** Moves past the digits of a placeholder; their number, or -1 when they are something else. */
  int skipPlaceholderDigits() {
    int start = pos;
    while (pos < end && at(pos) >= '0' && at(pos) <= '9') {
      pos++;
    }
    int digits = pos - start;
    return digits > MAX_PLACEHOLDER_DIGITS || atNamePart() || peek(0) == '.' ? -1 : digits;
  }

  /** Whether what stands in brackets begins with a number and is no name. */
  boolean holdsNumbers(int from, int to) {
    if (!SqlChars.isDigit(at(from))) {
      return false;
    }
    boolean letters = false;
    for (int i = from; i < to; i++) {
      char c = at(i);
      if (c == ',') {
        return true;
      }
      letters |= SqlChars.isIdentifierStart(c);
    }
    return !letters;
  }

  /** Moves past a number and whatever letters, dots and digits are glued to it. */
  void skipNumber() {
    boolean hex = at(pos) == '0' && (peek(1) | 0x20) == 'x';
    char before = ' ';
    while (pos < end) {
      char c = at(pos);
      boolean exponentSign =
          (c == '+' || c == '-') && !hex && (before | 0x20) == 'e' && SqlChars.isDigit(peek(1));
      if (!SqlChars.isIdentifierPart(c) && c != '.' && !exponentSign) {
        break;
      }
      before = c;
      pos++;
    }
  }

  /** Moves past the string or identifier that begins here; a doubled quote stays inside. */
  Quoted skipQuoted(char quote, boolean escapes) {
    boolean oddBackslashes = false;
    boolean escapedQuote = false;
    int i = pos + 1;
    while (i < end) {
      char c = at(i);
      if (c == quote) {
        if (oddBackslashes && !escapes) {
          return Quoted.DOUBT;
        }
        if (!oddBackslashes) {
          if (i + 1 >= end || at(i + 1) != quote) {
            pos = i + 1;
            return escapedQuote ? Quoted.ESCAPED_QUOTE : Quoted.CLOSED;
          }
          i++;
        }
        escapedQuote |= oddBackslashes;
      }
      oddBackslashes = c == '\\' && !oddBackslashes;
      i++;
    }
    return Quoted.UNTERMINATED;
  }

  /** Moves past {@code [name]}; one that holds a quote may be an array of strings. */
  Quoted skipBracketed() {
    boolean quotes = false;
    for (int i = pos + 1; i < end; i++) {
      char c = at(i);
      quotes |= SqlChars.isQuote(c);
      if (c == ']') {
        if (i + 1 < end && at(i + 1) == ']') {
          i++;
        } else if (quotes) {
          return Quoted.DOUBT;
        } else {
          pos = i + 1;
          return Quoted.CLOSED;
        }
      }
    }
    return Quoted.UNTERMINATED;
  }

  /** Moves from the quote of Oracle's {@code q'[...]'} past its end; false when it has none. */
  boolean skipAlternativeQuoted() {
    char open = peek(1);
    char close = closing(open);
    if (SqlChars.isSpace(open)) {
      return false;
    }
    for (int i = pos + 2; i + 1 < end; i++) {
      if (at(i) == close && at(i + 1) == '\'') {
        pos = i + 2;
        return true;
      }
    }
    return false;
  }

  private static char closing(char open) {
    switch (open) {
      case '[':
        return ']';
      case '(':
        return ')';
      case '{':
        return '}';
      case '<':
        return '>';
      default:
        return open;
    }
  }

  /** Moves past {@code $tag$...$tag$}. */
  Quoted skipDollarQuoted() {
    int bodyStart = pos + 1;
    while (bodyStart < end && SqlChars.isIdentifierPart(at(bodyStart))) {
      bodyStart++;
    }
    boolean digitFirst = SqlChars.isDigit(peek(1));
    if (bodyStart >= end || at(bodyStart) != '$' || digitFirst) {
      return Quoted.NONE;
    }
    bodyStart++;
    int tagLength = bodyStart - pos;
    for (int i = bodyStart; i < end; i++) {
      // A tag holds no dollar inside, so a comparison stops at the next one: still linear.
      if (at(i) == '$' && isTagAt(i, tagLength)) {
        pos = i + tagLength;
        return Quoted.CLOSED;
      }
    }
    return Quoted.UNTERMINATED;
  }

  private boolean isTagAt(int index, int tagLength) {
    if (index + tagLength > end) {
      return false;
    }
    for (int i = 1; i < tagLength; i++) {
      if (at(index + i) != sql.charAt(pos + i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Moves to the end of the line. False when it is not known where that is: a carriage return alone
   * ends a line for some, and a doubtful comment that holds a quote may be none.
   */
  boolean skipLine(boolean doubtful) {
    for (; pos < end; pos++) {
      char c = at(pos);
      if (c == '\n' || (c == '\r' && peek(1) == '\n')) {
        return true;
      }
      if (c == '\r' || (doubtful && SqlChars.isQuote(c))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Moves past a block comment. False when its end depends on who reads it: a comment inside where
   * comments do not nest, or a quote inside one that MySQL executes.
   */
  boolean skipBlockComment(boolean nested) {
    boolean executed = peek(2) == '!' || (peek(2) == 'M' && peek(3) == '!');
    int open = 1;
    pos += 2;
    while (pos < end) {
      char c = at(pos++);
      if (c == '*' && peek(0) == '/') {
        pos++;
        if (--open == 0) {
          return true;
        }
      } else if (c == '/' && peek(0) == '*') {
        if (!nested) {
          return false;
        }
        pos++;
        open++;
      } else if (executed && SqlChars.isQuote(c)) {
        return false;
      }
    }
    return true;
  }
}
