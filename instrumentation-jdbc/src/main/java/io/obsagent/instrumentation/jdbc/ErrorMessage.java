package io.obsagent.instrumentation.jdbc;

/**
 * What may leave of a driver's error message: drivers quote the offending values ("Duplicate entry
 * 'bob@example.org' for key 'email'"), list them in parentheses ("Key (email)=(bob@example.org)
 * already exists"), or repeat the whole statement. Whatever stands in quotes, parentheses or
 * brackets becomes {@code ?}; so does the statement.
 *
 * <p>Values are not escaped by drivers, so a value may itself hold a quote or half a pair of
 * parentheses. Where the delimiters do not pair off cleanly, everything from the first of them on
 * becomes one {@code ?}: less is said rather than too much.
 *
 * <p>Linear in the length of the message. For calls that failed; allocates.
 */
final class ErrorMessage {
  /** Longest message worth reading; the rest is cut off before it is looked at. */
  private static final int MAX_LENGTH = 4_096;

  private static final String QUOTES = "'\"`\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb";
  private static final String BRACKETS = "([{)]}";
  private static final String CLOSERS = ")]}";

  /** What some drivers put before a repetition of the statement, which ends the message. */
  private static final String[] ECHOES = {"SQL statement:", "Query is:", "Query is :", "SQL: "};

  private final String text;
  private final StringBuilder out;
  private int position;

  private ErrorMessage(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length());
  }

  /**
   * @param message of the exception; null gives an empty text, so that nobody falls back on the
   *     original
   * @param sql the statement that failed, or null; where the message repeats it, it is left out
   */
  static String sanitize(String message, String sql) {
    if (message == null) {
      return "";
    }
    String text = message.length() > MAX_LENGTH ? message.substring(0, MAX_LENGTH) : message;
    text = withoutStatement(text, sql);
    for (String echo : ECHOES) {
      int at = text.indexOf(echo);
      if (at >= 0) {
        text = text.substring(0, at + echo.length()) + " ?";
      }
    }
    ErrorMessage reading = new ErrorMessage(text);
    return reading.pairs() ? reading.out.toString() : widest(text);
  }

  private static String withoutStatement(String text, String sql) {
    if (sql == null) {
      return text;
    }
    String statement = sql.trim();
    if (statement.isEmpty()) {
      return text;
    }
    int at = text.indexOf(statement);
    if (at >= 0) {
      return text.substring(0, at) + "?" + text.substring(at + statement.length());
    }
    // The end of a long message was cut off, perhaps inside the statement.
    int begin = text.indexOf(statement.substring(0, Math.min(statement.length(), 64)));
    return begin >= 0 ? text.substring(0, begin) + "?" : text;
  }

  /** Replaces pair by pair; false if they do not pair off. */
  private boolean pairs() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (opens(c)) {
        int end = c == '(' || c == '[' || c == '{' ? endOfGroup(c) : endOfQuote(c);
        if (end < 0) {
          return false;
        }
        replace(c, end);
        position = end;
      } else if (CLOSERS.indexOf(c) >= 0) {
        return false;
      } else {
        out.append(c);
        position++;
      }
    }
    return true;
  }

  private boolean opens(char c) {
    if (c == '(' || c == '[' || c == '{') {
      return true;
    }
    return QUOTES.indexOf(c) >= 0 && !isApostrophe(position);
  }

  /** Inside a word, as in "can't". */
  private boolean isApostrophe(int at) {
    char c = text.charAt(at);
    return (c == '\'' || c == '\u2019') && isWord(at - 1) && isWord(at + 1);
  }

  private boolean isWord(int at) {
    return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  private void replace(char opening, int end) {
    if (opening == '[' && isCode(position + 1, end - 1)) {
      out.append(text, position, end);
    } else if (opening == '(' || opening == '[' || opening == '{') {
      out.append(opening).append('?').append(text.charAt(end - 1));
    } else {
      out.append('?');
    }
  }

  /** An error code such as H2's {@code [23505-224]} or SQLite's {@code [SQLITE_CONSTRAINT]}. */
  private boolean isCode(int from, int to) {
    if (to - from == 9 && text.charAt(from + 5) == '-') {
      return digits(from, from + 5) && digits(from + 6, to);
    }
    return text.startsWith("SQLITE_", from) && capitals(from + 7, to);
  }

  private boolean digits(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private boolean capitals(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < 'A' || c > 'Z') && c != '_') {
        return false;
      }
    }
    return true;
  }

  /** Behind the parenthesis that closes the one at {@link #position}; -1 if none does. */
  private int endOfGroup(char opening) {
    char closing = opening == '(' ? ')' : opening == '[' ? ']' : '}';
    int depth = 0;
    for (int i = position; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == opening) {
        depth++;
      } else if (c == closing && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  /**
   * Behind the quote that closes the one at {@link #position}: the next of its kind, doubled ones
   * skipped. -1 if there is none, or if it does not look like the end of a value.
   */
  private int endOfQuote(char opening) {
    char closing = closing(opening);
    for (int i = position + 1; i < text.length(); i++) {
      if (text.charAt(i) != closing) {
        continue;
      }
      boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == closing;
      if (doubled && i > position + 1) {
        i++;
      } else if (isWord(i + 1)) {
        return -1;
      } else {
        return i + 1;
      }
    }
    return -1;
  }

  private static char closing(char opening) {
    switch (opening) {
      case '\u201c':
        return '\u201d';
      case '\u2018':
        return '\u2019';
      case '\u201e':
        return '\u201c';
      case '\u00ab':
        return '\u00bb';
      case '\u00bb':
        return '\u00ab';
      default:
        return opening;
    }
  }

  /** One {@code ?} from the first delimiter to the end. */
  private static String widest(String text) {
    int first = 0;
    while (QUOTES.indexOf(text.charAt(first)) < 0 && BRACKETS.indexOf(text.charAt(first)) < 0) {
      first++;
    }
    return text.substring(0, first) + "?";
  }
}
