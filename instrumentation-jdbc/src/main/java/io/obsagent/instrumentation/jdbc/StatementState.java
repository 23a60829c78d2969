package io.obsagent.instrumentation.jdbc;

import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;
import io.obsagent.instrumentation.jdbc.sql.SqlStatementInfo;

/**
 * What we know of one {@code java.sql.Statement}; it travels with that object, whichever thread
 * uses it. JDBC statements have one user at a time, so plain fields do, except for the cancel,
 * which comes from elsewhere by nature.
 *
 * <p>Size: 32 bytes with compressed references; one per statement and per level of wrapping.
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

  private volatile Cancellation cancellation;

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
    cancellation = new Cancellation(System.nanoTime());
  }

  /** Whether {@link #cancel} was called at or after {@code nanos}, {@link System#nanoTime}. */
  boolean wasCancelledSince(long nanos) {
    Cancellation last = cancellation;
    return last != null && last.nanos - nanos >= 0;
  }

  private static final class Cancellation {
    private final long nanos;

    Cancellation(long nanos) {
      this.nanos = nanos;
    }
  }
}
