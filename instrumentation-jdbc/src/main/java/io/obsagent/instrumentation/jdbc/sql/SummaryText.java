package io.obsagent.instrumentation.jdbc.sql;

/**
 * The words of a summary as they are found, and the name being read, which may have several parts:
 * {@code shop . "orders"} is the one target {@code shop."orders"}. One owner, one thread.
 */
final class SummaryText {
  static final int MAX_LENGTH = 255;

  private final StringBuilder out = new StringBuilder(48);
  private final StringBuilder name = new StringBuilder(32);
  private boolean closed;
  private boolean afterDot;
  private boolean procedure;
  private boolean onlyIfCalled;
  private String storedProcedure;

  /** Adds an operation. One that would make the summary too long closes it. */
  void say(CharSequence token, int start, int end) {
    int length = end - start + (out.length() == 0 ? 0 : 1);
    if (closed || out.length() + length > MAX_LENGTH) {
      closed = true;
      return;
    }
    if (out.length() > 0) {
      out.append(' ');
    }
    out.append(token, start, end);
  }

  /** Begins a target. */
  void begin(String sql, int start, int end, boolean isProcedure) {
    flush(false);
    procedure = isProcedure;
    append(sql, start, end);
  }

  /** Begins what is a procedure if a parenthesis or the end of the statement follows. */
  void beginCall(String sql, int start, int end) {
    begin(sql, start, end, true);
    onlyIfCalled = true;
  }

  void dot() {
    if (name.length() > 0) {
      append(".", 0, 1);
      afterDot = true;
    }
  }

  /** Takes the next part of the name being read; false when there is none. */
  boolean continueName(String sql, int start, int end) {
    if (!afterDot) {
      return false;
    }
    afterDot = false;
    append(sql, start, end);
    return true;
  }

  private void append(String source, int start, int end) {
    // Longer than a summary is all the same: it will not be said.
    if (name.length() <= MAX_LENGTH) {
      name.append(source, start, Math.min(end, start + MAX_LENGTH + 1));
    }
  }

  /**
   * Ends the name being read, if any.
   *
   * @param called a parenthesis or the end of the statement follows
   */
  void flush(boolean called) {
    int length = name.length();
    if (length == 0) {
      return;
    }
    while (length > 0 && name.charAt(length - 1) == '.') {
      length--;
    }
    if (length > 0 && (called || !onlyIfCalled)) {
      name.setLength(length);
      say(name, 0, length);
      if (procedure && storedProcedure == null && length <= MAX_LENGTH) {
        storedProcedure = name.toString();
      }
    }
    name.setLength(0);
    afterDot = false;
    procedure = false;
    onlyIfCalled = false;
  }

  int mark() {
    return out.length();
  }

  /** Forgets what was said since {@code mark}, and says no more. */
  void rewind(int mark) {
    out.setLength(Math.min(mark, out.length()));
    name.setLength(0);
    afterDot = false;
    closed = true;
  }

  /** What was said, null when nothing was. */
  String toSummary() {
    return out.length() == 0 ? null : out.toString();
  }

  String storedProcedure() {
    return storedProcedure;
  }
}
