package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.Engine;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;

/**
 * The span of a commit or rollback under way, where such spans are asked for; the application's
 * call is the outermost level, and the first level that knows its database says it. Confined to its
 * thread.
 *
 * <p>Cost where they are not asked for: two thread-local look-ups.
 */
final class Transaction {
  private final JdbcCalls calls;
  private final Span span;
  private final String operation;
  private ConnectionFacts facts;

  private Transaction(JdbcCalls calls, Span span, String operation) {
    this.calls = calls;
    this.span = span;
    this.operation = operation;
  }

  /**
   * @return what {@link #end} is to be given
   */
  static Object begin(Object connection, String operation) {
    JdbcCalls calls = JdbcCalls.ofThread();
    JdbcSettings settings = JdbcSettings.current();
    if (settings.transactions && JdbcRecorder.SWITCH.isOn()) {
      Transaction open = calls.transaction;
      if (open != null) {
        open.level(connection);
      } else if (!calls.isInternal() && !settings.excluded.matches(operation)) {
        Context current = Context.current();
        if (!current.isSuppressed() && calls.under(current) == null) {
          calls.beginInternal();
          return opened(calls, current, connection, operation);
        }
      }
    }
    calls.beginInternal();
    return calls;
  }

  private static Transaction opened(
      JdbcCalls calls, Context current, Object connection, String operation) {
    Span span =
        Engine.tracer().startChild(current, SpanKind.CLIENT, JdbcRecorder.SCOPE, System.nanoTime());
    Transaction begun = new Transaction(calls, span, operation);
    begun.level(connection);
    calls.transaction = begun;
    return begun;
  }

  private void level(Object connection) {
    if (!FactsByUrl.nameDatabase(facts)) {
      ConnectionFacts known = JdbcRecorder.knownOf(connection);
      facts = known == null ? facts : known;
    }
  }

  /**
   * @param begun from {@link #begin}; null does nothing
   */
  static void end(Object begun, Throwable thrown) {
    if (begun instanceof Transaction) {
      ((Transaction) begun).end(thrown);
    } else if (begun != null) {
      ((JdbcCalls) begun).endInternal();
    }
  }

  private void end(Throwable thrown) {
    long now = System.nanoTime();
    calls.transaction = null;
    calls.endInternal();
    try {
      span.name(operation);
      span.set(DbAttributes.QUERY_SUMMARY, operation);
      ConnectionFacts known = facts == null ? ConnectionFacts.UNKNOWN : facts;
      JdbcRecorder.describe(known, span);
      if (thrown != null) {
        JdbcRecorder.fail(known, null, span, thrown);
      }
    } finally {
      span.end(now);
    }
  }
}
