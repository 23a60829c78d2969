package io.obsagent.instrumentation.jdbc;

import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;
import io.obsagent.instrumentation.jdbc.sql.SqlStatementInfo;

/**
 * What we know of one {@code java.sql.Statement}; it travels with that object, whichever thread
 * uses it. JDBC statements have one user at a time, so plain fields do, except for the cancel,
 * which comes from elsewhere by nature.
 *
 * <p>Size: 40 bytes with compressed references; one per statement and per level of wrapping.
 */
final class StatementState {
  /** Of the connection that made the statement; null where that one's are not known (a pool's). */
  ConnectionFacts facts;

  /** What was prepared; null for a plain statement, or one that came to us after it was made. */
  final String sql;

  /** Of {@link #sql}, once it was executed against a known database. */
  SqlStatementInfo info;

  /** Null until something is added. */
  Batch batch;

  /** Rows of what was executed last, where they are counted. */
  RowCount rows;

  /** What is bound, where that is asked for. */
  BoundValues bound;

  /** Null until a timeout is set or a cancel asked for. */
  private volatile Interruption interruption;

  StatementState(ConnectionFacts facts, String sql) {
    this.facts = facts;
    this.sql = sql;
  }

  Batch batch() {
    if (batch == null) {
      batch = new Batch();
    }
    return batch;
  }

  void clearBatch() {
    if (batch != null) {
      batch.clear();
    }
  }

  /** The application asks for what runs now to stop; on any thread. */
  void cancel() {
    interruption().cancelledAt = System.nanoTime();
  }

  /** What runs longer than so many seconds is to be stopped; 0 for never. */
  void timeout(int seconds) {
    if (seconds > 0 || interruption != null) {
      interruption().timeoutSeconds = seconds;
    }
  }

  /**
   * Whether what ran in this time was stopped by {@link #cancel}, and not by a timeout: drivers
   * whose timer calls {@code cancel} look the same, but for the time it took.
   *
   * @param start {@link System#nanoTime}
   * @param end {@link System#nanoTime}
   */
  boolean wasCancelled(long start, long end) {
    Interruption last = interruption;
    if (last == null || last.cancelledAt == 0 || last.cancelledAt - start < 0) {
      return false;
    }
    return last.timeoutSeconds <= 0 || end - start < last.timeoutSeconds * 1_000_000_000L;
  }

  /** Two threads that begin here at once may lose one of two marks; the span is then an error. */
  private Interruption interruption() {
    Interruption known = interruption;
    if (known == null) {
      known = new Interruption();
      interruption = known;
    }
    return known;
  }

  private static final class Interruption {
    /** {@link System#nanoTime}, 0 for never. */
    private volatile long cancelledAt;

    private volatile int timeoutSeconds;
  }
}
