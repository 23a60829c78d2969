package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Span;
import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;

/**
 * One execution as the application sees it: the outermost woven call, and what the levels below it
 * (pool proxies, overloads, the driver's own statement) contribute. The first level that knows the
 * SQL says it, since that is what the application wrote; the first level that knows its database
 * says that, since below a driver's statement only the driver's own affairs can follow.
 *
 * <p>Confined to its thread; reused, see {@link JdbcCalls}.
 */
final class JdbcCall {
  private final JdbcCalls calls;
  final JdbcCall outer;
  JdbcCall inner;

  /** Null where the call is excluded. */
  Span span;

  /** What is current during the call: the span, or the suppressed context of an excluded call. */
  Context current;

  /** What was current before. */
  Context before;

  /** Of the statement the application called. */
  StatementState state;

  /** What is executed; null where no level knows it. */
  String sql;

  /** The state whose prepared text is {@link #sql}, where what is known of it is kept; or null. */
  StatementState prepared;

  /** What a batch consists of; null if this is none, or nobody saw it being filled. */
  Batch batch;

  boolean isBatch;

  /** {@code db.query.summary}, known at the end; or null. */
  String summary;

  /** Null until some level knows. */
  ConnectionFacts facts;

  /** The deepest statement while no level knew its database: the one to ask; else null. */
  Object deepest;

  StatementState deepestState;

  JdbcCall(JdbcCalls calls, JdbcCall outer) {
    this.calls = calls;
    this.outer = outer;
  }

  /** Takes in what one level, the outermost first, knows. */
  void level(Object statement, StatementState known, String text, boolean batchCall) {
    if (sql == null && isBatch == batchCall) {
      sql = text != null ? text : known.sql;
      prepared = text == null && sql != null ? known : null;
    }
    if (batchCall && batch == null && known.batch != null && known.batch.size() > 0) {
      batch = known.batch;
    }
    if (FactsByUrl.nameDatabase(facts)) {
      return;
    }
    if (known.facts != null) {
      facts = known.facts;
      deepest = null;
      deepestState = null;
    } else if (facts == null) {
      deepest = statement;
      deepestState = known;
    }
  }

  /** The call is over; forgets everything. */
  void close() {
    calls.pop(this);
  }

  void clear() {
    span = null;
    current = null;
    before = null;
    state = null;
    sql = null;
    prepared = null;
    batch = null;
    isBatch = false;
    summary = null;
    facts = null;
    deepest = null;
    deepestState = null;
  }
}
