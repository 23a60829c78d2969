package io.obsagent.instrumentation.jdbc.sql;

/**
 * One pass over an SQL text gives its sanitised form and its summary.
 *
 * <p>Literals become {@code ?} and comments go; names, keywords, operators and placeholders stay.
 * Where two databases, or two settings of one, read a text differently, and one of the readings
 * would let a literal through, the rest of the text becomes one {@code ?}: losing text is a
 * nuisance, losing a secret is not. The result scanned again, in the same dialect, is itself.
 *
 * <p>Cost: every character is looked at a bounded number of times, whatever the text; at most the
 * first 256 Ki characters are looked at. Nothing throws, also not for lone surrogates, control
 * characters and broken SQL. One owner, one thread; {@link #scan} is safe for any thread.
 */
public final class SqlScanner {
  /** Longest text looked at, in characters; what follows is not in the result either. */
  static final int MAX_SCANNED = 256 * 1024;

  /** Longest sanitised text, in bytes of UTF-8. */
  static final int MAX_TEXT_BYTES = 8 * 1024;

  private final SqlDialect dialect;
  private final SqlCursor in;
  private final StatementTokens out;
  private int brackets;

  SqlScanner(String sql, SqlDialect dialect) {
    this.dialect = dialect;
    boolean hashInNames = dialect.hash == SqlDialect.Hash.IDENTIFIER;
    this.in = new SqlCursor(sql, Math.min(sql.length(), MAX_SCANNED), hashInNames);
    this.out = new StatementTokens(sql, in.end, MAX_TEXT_BYTES, dialect);
  }

  /**
   * Sanitises and summarises.
   *
   * @param sql the text given to the driver; null is an empty text
   * @param dialect how the database reads it; null is {@link SqlDialect#DEFAULT}
   * @return never null
   */
  public static SqlStatementInfo scan(String sql, SqlDialect dialect) {
    if (sql == null || sql.isEmpty()) {
      return SqlStatementInfo.EMPTY;
    }
    return new SqlScanner(sql, dialect == null ? SqlDialect.DEFAULT : dialect).run();
  }

  SqlStatementInfo run() {
    while (in.pos < in.end) {
      token(in.at(in.pos));
    }
    return out.toInfo();
  }

  /** Characters looked at so far, for the test that proves the cost linear. */
  long steps() {
    return in.steps;
  }

  private void token(char c) {
    if (SqlChars.isSpace(c)) {
      whiteSpace();
    } else if (SqlChars.isIdentifierStart(c)) {
      word();
    } else if (SqlChars.isDigit(c)) {
      number();
    } else if (SqlChars.isQuote(c)) {
      quote(c);
    } else {
      symbol(c);
    }
  }

  private void symbol(char c) {
    switch (c) {
      case '(':
        out.open(++in.pos);
        break;
      case ')':
        out.close(++in.pos);
        break;
      case ',':
        out.comma(++in.pos);
        break;
      case ';':
        out.semicolon(++in.pos);
        break;
      case '[':
        openBracket();
        break;
      case ']':
        brackets = Math.max(0, brackets - 1);
        out.closeBracket(in.pos, ++in.pos);
        break;
      case '-':
        minus();
        break;
      case '+':
        sign();
        break;
      case '/':
        slash();
        break;
      case '#':
        hash();
        break;
      case '?':
        questionMark();
        break;
      case '$':
        dollar();
        break;
      case ':':
        colon();
        break;
      case '@':
        variable();
        break;
      case '.':
        dot();
        break;
      default:
        operator(1);
        break;
    }
  }

  private void whiteSpace() {
    int start = in.pos;
    while (in.pos < in.end && SqlChars.isSpace(in.at(in.pos))) {
      in.pos++;
    }
    out.whiteSpace(start, in.pos);
  }

  private void quote(char c) {
    if (brackets > 0 && dialect == SqlDialect.DEFAULT) {
      hideRest(); // an array of strings, or an apostrophe in a bracketed name
    } else if (c == '`' || (c == '"' && !dialect.doubleQuoteIsLiteral)) {
      quotedName(c);
    } else {
      string(dialect.backslashEscapes);
    }
  }

  private void word() {
    int start = in.pos;
    in.pos++;
    in.skipName();
    int length = in.pos - start;
    if (in.peek(0) == '\'' && SqlChars.isStringPrefix(in.sql, start, length)) {
      prefixedString(in.sql.charAt(in.pos - 1) | 0x20);
    } else if (length == 1
        && (in.sql.charAt(start) | 0x20) == 'u'
        && in.peek(0) == '&'
        && in.peek(1) == '\'') {
      in.pos++;
      string(false);
    } else if (out.word(start, in.pos)) {
      hideRest(); // passwords need no quotes in Oracle, HSQLDB and HANA
    }
  }

  private void prefixedString(int prefix) {
    if (prefix != 'q') {
      string(prefix == 'e' || dialect.backslashEscapes);
    } else if (in.skipAlternativeQuoted()) {
      out.literal(in.pos);
    } else {
      hideRest();
    }
  }

  private void string(boolean escapes) {
    char quote = in.at(in.pos);
    if (out.lastKeyword() == Keyword.ESCAPE && in.isLoneBackslash(quote)) {
      in.pos += 3; // LIKE ? ESCAPE '\' can only be read one way
      out.literal(in.pos);
      return;
    }
    switch (in.skipQuoted(quote, escapes)) {
      case CLOSED:
        out.literal(in.pos);
        break;
      case ESCAPED_QUOTE:
        if (in.atNamePart()) {
          hideRest(); // no SQL glues a word to a string: the backslash was an ordinary one
        } else {
          out.doubtful();
          out.literal(in.pos);
        }
        break;
      case UNTERMINATED:
        out.rewindToDoubtful();
        hideRest();
        break;
      default:
        hideRest();
        break;
    }
  }

  private void quotedName(char quote) {
    int start = in.pos;
    if (in.skipQuoted(quote, false) == SqlCursor.Quoted.CLOSED) {
      out.quotedName(start, in.pos);
    } else {
      hideRest();
    }
  }

  private void openBracket() {
    int start = in.pos;
    if (!dialect.bracketIdentifiers) {
      brackets++;
      operator(1);
    } else if (in.skipBracketed() != SqlCursor.Quoted.CLOSED) {
      hideRest(); // unterminated, or an array of strings that another database is meant to read
    } else if (in.holdsNumbers(start + 1, in.pos - 1)) {
      out.literal(in.pos); // a subscript, or a pivoted value used as a column
    } else {
      out.quotedName(start, in.pos);
    }
  }

  private void number() {
    in.skipNumber();
    out.literal(in.pos);
  }

  private void minus() {
    if (in.peek(1) != '-') {
      sign();
      return;
    }
    char next = in.peek(2);
    if (SqlChars.isSpace(next) || !dialect.spacedDashes) {
      lineComment(!SqlChars.isSpace(next) && dialect == SqlDialect.DEFAULT);
    } else if (SqlChars.isIdentifierStart(next) || SqlChars.isQuote(next)) {
      hideRest(); // a comment everywhere but in MySQL
    } else {
      out.sign('-', ++in.pos);
      out.gap(); // two dashes would begin a comment once something after them is gone
    }
  }

  private void sign() {
    char next = in.peek(1);
    boolean number = SqlChars.isDigit(next) || (next == '.' && SqlChars.isDigit(in.peek(2)));
    char sign = in.at(in.pos);
    in.pos++;
    if (number && out.expectsOperand()) {
      number();
    } else {
      out.sign(sign, in.pos);
    }
  }

  private void slash() {
    if (in.peek(1) != '*') {
      operator(1);
    } else if (in.skipBlockComment(dialect.nestedComments)) {
      out.gap();
    } else {
      hideRest();
    }
  }

  private void lineComment(boolean doubtful) {
    if (in.skipLine(doubtful)) {
      out.gap();
    } else {
      hideRest();
    }
  }

  private void hash() {
    switch (dialect.hash) {
      case COMMENT:
        lineComment(false);
        break;
      case IDENTIFIER:
        word();
        break;
      case OPERATOR:
        operator(1);
        break;
      default:
        hideRest();
        break;
    }
  }

  /** {@code ?} and {@code ?1}. */
  private void questionMark() {
    int start = in.pos++;
    if (in.skipPlaceholderDigits() < 0) {
      in.pos = start + 1;
    }
    out.placeholder(start, in.pos);
  }

  /** {@code $1}, {@code $tag$text$tag$}, {@code $name}. */
  private void dollar() {
    switch (in.skipDollarQuoted()) {
      case CLOSED:
        out.literal(in.pos);
        return;
      case UNTERMINATED:
        hideRest();
        return;
      default:
        break;
    }
    int start = in.pos;
    char next = in.peek(1);
    if (SqlChars.isIdentifierStart(next)) {
      word();
    } else if (!SqlChars.isDigit(next)) {
      operator(1);
    } else {
      in.pos++;
      if (!dialect.dollarMoney && in.skipPlaceholderDigits() > 0) {
        out.placeholder(start, in.pos);
      } else if (in.peek(0) == '$') {
        hideRest(); // "$1$": nobody knows
      } else {
        in.pos = start + 1;
        number();
      }
    }
  }

  /** {@code :name}, {@code :1}, {@code ::type}, {@code :=}. */
  private void colon() {
    int start = in.pos;
    char next = in.peek(1);
    if (SqlChars.isIdentifierStart(next)) {
      in.pos++;
      in.skipName();
      out.placeholder(start, in.pos);
      return;
    }
    if (dialect.numberedBinds && SqlChars.isDigit(next)) {
      in.pos++;
      if (in.skipPlaceholderDigits() > 0) {
        out.placeholder(start, in.pos);
        return;
      }
      in.pos = start;
    }
    operator(next == ':' ? 2 : 1);
  }

  /** {@code @name}, {@code @@name}. */
  private void variable() {
    int start = in.pos;
    int first = in.peek(1) == '@' ? 2 : 1;
    if (SqlChars.isIdentifierStart(in.peek(first))) {
      in.pos += first;
      in.skipName();
      out.variable(start, in.pos);
    } else {
      operator(1);
    }
  }

  private void dot() {
    if (SqlChars.isDigit(in.peek(1)) && !out.nameEndsAt(in.pos)) {
      number();
    } else {
      out.dot(++in.pos);
    }
  }

  private void operator(int length) {
    out.operator(in.pos, in.pos + length);
    in.pos += length;
  }

  private void hideRest() {
    in.pos = in.end;
    out.rest(in.pos);
  }
}
