package io.obsagent.instrumentation.jdbc.sql;

/**
 * What each token of a statement does to the sanitised text, to the lists that fold and to the
 * summary, and what the last token was. One owner, one thread.
 */
final class StatementTokens {
  /** What the last token was, where that changes the meaning of the next one. */
  private enum Last {
    OPERATOR,
    DOT,
    KEYWORD,
    NAME,
    VALUE
  }

  private final String sql;
  private final BoundedText text;
  private final ListFolding lists;
  private final QuerySummary summary;

  private Last last = Last.OPERATOR;
  private int lastEnd;
  private Keyword lastKeyword = Keyword.NONE;

  private int doubtfulSummary = -1;

  StatementTokens(String sql, int length, int maxBytes, SqlDialect dialect) {
    this.sql = sql;
    this.text = new BoundedText(length, maxBytes);
    this.lists = new ListFolding(text);
    this.summary = new QuerySummary(dialect);
  }

  /** The last token, if it was a keyword. */
  Keyword lastKeyword() {
    return lastKeyword;
  }

  /** Whether a sign here belongs to the number after it. */
  boolean expectsOperand() {
    return last == Last.OPERATOR || last == Last.KEYWORD;
  }

  /** Whether a name ends exactly at {@code pos}. */
  boolean nameEndsAt(int pos) {
    return lastEnd == pos && (last == Last.NAME || last == Last.KEYWORD);
  }

  /** A word; true when a password without quotes may follow. */
  boolean word(int start, int end) {
    Keyword keyword = last == Last.DOT ? Keyword.NONE : Keyword.of(sql, start, end);
    Keyword before = lastKeyword;
    text.append(sql, start, end);
    lists.word(keyword);
    summary.word(keyword, sql, start, end);
    ended(keyword == Keyword.NONE ? Last.NAME : Last.KEYWORD, end);
    lastKeyword = keyword;
    return (keyword == Keyword.BY && before == Keyword.IDENTIFIED)
        || (keyword == Keyword.PASSWORD && summary.changesAccounts());
  }

  void quotedName(int start, int end) {
    text.append(sql, start, end);
    lists.other();
    summary.quotedName(sql, start, end);
    ended(Last.NAME, end);
  }

  void variable(int start, int end) {
    text.append(sql, start, end);
    lists.value();
    summary.variable(sql, start, end);
    ended(Last.VALUE, end);
  }

  void placeholder(int start, int end) {
    text.append(sql, start, end);
    lists.value();
    summary.value();
    ended(Last.VALUE, end);
  }

  void literal(int end) {
    text.append('?');
    lists.value();
    summary.value();
    ended(Last.VALUE, end);
  }

  void operator(int start, int end) {
    text.append(sql, start, end);
    lists.other();
    summary.operator();
    ended(Last.OPERATOR, end);
  }

  void sign(char sign, int end) {
    text.append(sign);
    lists.sign();
    summary.operator();
    ended(Last.OPERATOR, end);
  }

  void closeBracket(int start, int end) {
    operator(start, end);
    last = Last.NAME;
  }

  void dot(int end) {
    text.append('.');
    lists.other();
    summary.dot();
    ended(Last.DOT, end);
  }

  void open(int end) {
    text.append('(');
    lists.opened();
    summary.opened();
    ended(Last.OPERATOR, end);
  }

  void close(int end) {
    lists.close();
    summary.closedParenthesis();
    ended(Last.NAME, end);
  }

  void comma(int end) {
    text.append(',');
    lists.comma();
    summary.comma();
    ended(Last.OPERATOR, end);
  }

  void semicolon(int end) {
    text.append(';');
    lists.other();
    summary.semicolon();
    ended(Last.OPERATOR, end);
  }

  void whiteSpace(int start, int end) {
    if (!text.isEmpty()) {
      text.append(sql, start, end);
    }
  }

  /** What a removed comment leaves: the tokens around it stay apart. */
  void gap() {
    if (!text.isEmpty() && !SqlChars.isSpace(text.last())) {
      text.append(' ');
    }
  }

  /** The next token is a string that may end elsewhere. Only the first such place counts. */
  void doubtful() {
    if (doubtfulSummary < 0) {
      doubtfulSummary = summary.mark();
      text.bookmark();
    }
  }

  /** Goes back to the first {@link #doubtful} place, if there was one. */
  void rewindToDoubtful() {
    if (doubtfulSummary >= 0) {
      summary.rewind(doubtfulSummary);
      text.rewindToBookmark();
    }
  }

  /** All that follows, as one literal. */
  void rest(int end) {
    if (last == Last.KEYWORD || last == Last.NAME) {
      gap();
    }
    literal(end);
  }

  SqlStatementInfo toInfo() {
    return new SqlStatementInfo(text.toText(sql), summary.toSummary(), summary.storedProcedure());
  }

  private void ended(Last token, int end) {
    last = token;
    lastEnd = end;
    lastKeyword = Keyword.NONE;
  }
}
