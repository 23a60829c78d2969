package io.obsagent.instrumentation.jdbc.sql;

/**
 * Folds what only says how many values a statement happens to have: {@code IN (1, 2, 3)} becomes
 * {@code IN (?)}, and the rows of {@code VALUES (1, 2), (3, 4)} become their first one.
 *
 * <p>Only lists of nothing but literals, placeholders, signs and nested brackets of these fold, so
 * a folded text folds to itself. One owner, one thread; each event costs a few instructions.
 */
final class ListFolding {
  private enum State {
    IDLE,
    /** The keyword IN was the last token. */
    AFTER_IN,
    INSIDE_IN,
    /** The keyword VALUES was the last token. */
    AFTER_VALUES,
    INSIDE_ROW,
    AFTER_ROW,
    AFTER_COMMA
  }

  private final BoundedText text;
  private State state = State.IDLE;
  private int depth;
  private int values;
  private long contentStart;
  private long rowEnd;
  private boolean firstRow;

  ListFolding(BoundedText text) {
    this.text = text;
  }

  void word(Keyword keyword) {
    if (keyword == Keyword.IN) {
      state = State.AFTER_IN;
    } else if (keyword == Keyword.VALUES) {
      state = State.AFTER_VALUES;
    } else if (keyword.role == Keyword.Role.VALUE) {
      value();
    } else {
      state = State.IDLE;
    }
  }

  /** A literal or a placeholder. */
  void value() {
    if (inside()) {
      values++;
    } else {
      state = State.IDLE;
    }
  }

  void comma() {
    if (state == State.AFTER_ROW) {
      state = State.AFTER_COMMA;
    } else if (!inside()) {
      state = State.IDLE;
    }
  }

  void sign() {
    if (!inside()) {
      state = State.IDLE;
    }
  }

  /** Any other token. */
  void other() {
    state = State.IDLE;
  }

  /** After an opening parenthesis was appended. */
  void opened() {
    if (inside()) {
      depth++;
    } else if (state == State.AFTER_IN) {
      enter(State.INSIDE_IN);
      contentStart = text.mark();
    } else if (state == State.AFTER_VALUES || state == State.AFTER_COMMA) {
      firstRow = state == State.AFTER_VALUES;
      enter(State.INSIDE_ROW);
    } else {
      state = State.IDLE;
    }
  }

  private void enter(State list) {
    state = list;
    depth = 1;
    values = 0;
  }

  /** At a closing parenthesis, which this appends if it stays. */
  void close() {
    if (inside() && --depth == 0 && values > 0) {
      if (state == State.INSIDE_ROW) {
        closeRow();
        return;
      }
      text.rewind(contentStart);
      text.append('?');
      state = State.IDLE;
    } else if (!inside() || depth == 0) {
      state = State.IDLE;
    }
    text.append(')');
  }

  private void closeRow() {
    if (firstRow) {
      text.append(')');
      rowEnd = text.mark();
    } else {
      text.rewind(rowEnd);
    }
    state = State.AFTER_ROW;
  }

  private boolean inside() {
    return state == State.INSIDE_IN || state == State.INSIDE_ROW;
  }
}
