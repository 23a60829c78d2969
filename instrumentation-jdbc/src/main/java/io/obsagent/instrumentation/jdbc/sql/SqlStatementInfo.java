package io.obsagent.instrumentation.jdbc.sql;

/**
 * What a span may say about one SQL statement. Immutable, safe for any thread; the same instance is
 * handed to every execution of the same SQL, so its strings can be compared by identity first.
 */
public final class SqlStatementInfo {

  /** Of a null or blank statement: an empty text, and nothing known. */
  public static final SqlStatementInfo EMPTY = new SqlStatementInfo("", null, null);

  private final String text;
  private final String summary;
  private final String storedProcedure;

  SqlStatementInfo(String text, String summary, String storedProcedure) {
    this.text = text;
    this.summary = summary;
    this.storedProcedure = storedProcedure;
  }

  /**
   * {@code db.query.text}: the statement without literals and comments, at most 8 KiB in UTF-8.
   * Never null; the very string that was scanned when nothing had to be changed.
   */
  public String text() {
    return text;
  }

  /**
   * {@code db.query.summary}: operations and targets in order, at most 255 characters; null when
   * the text names no operation.
   */
  public String summary() {
    return summary;
  }

  /** {@code db.stored_procedure.name} as written in the statement; null when none is called. */
  public String storedProcedure() {
    return storedProcedure;
  }

  @Override
  public String toString() {
    return summary == null ? text : summary;
  }
}
