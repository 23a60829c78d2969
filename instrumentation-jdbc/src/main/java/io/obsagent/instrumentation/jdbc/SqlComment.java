package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.trace.Context;
import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;

/**
 * SQL with a comment {@code /*traceparent='…'*}{@code /} at its end. Added once, at the driver's
 * own level; never to a text that has a comment already, nor outside a trace.
 *
 * @see <a href="https://google.github.io/sqlcommenter/spec/">Specification of sqlcommenter</a>
 */
final class SqlComment {
  private SqlComment() {}

  /** For a plain statement, whose own span is current by now. */
  static String executed(Object statement, String sql) {
    return JdbcRecorder.under() == null || JdbcRecorder.stateOf(statement).facts == null
        ? sql
        : with(Context.current(), sql);
  }

  /**
   * For a statement that is prepared, in the span around it: it will have spans of its own. Where
   * plans are kept by text, a text of its own for each trace would throw every plan away.
   */
  static String prepared(Object connection, String sql) {
    ConnectionFacts facts = JdbcRecorder.knownOf(connection);
    if (facts == null) {
      return sql;
    }
    switch (facts.dbSystem()) {
      case "oracle.db":
      case "microsoft.sql_server":
      case "mysql":
      case "mariadb":
        return sql;
      default:
        return with(Context.current(), sql);
    }
  }

  static String with(Context context, String sql) {
    if (sql == null
        || !context.hasTrace()
        || context.isSuppressed()
        || sql.contains("/*")
        || sql.contains("--")) {
      return sql;
    }
    int end = sql.length();
    while (end > 0 && (sql.charAt(end - 1) == ';' || Character.isWhitespace(sql.charAt(end - 1)))) {
      end--;
    }
    if (end == 0) {
      return sql;
    }
    StringBuilder commented = new StringBuilder(sql.length() + 80);
    commented.append(sql, 0, end).append(" /*traceparent='00-").append(context.traceIdHex());
    commented.append('-').append(context.spanIdHex()).append('-');
    int flags = context.flags();
    commented.append(Character.forDigit(flags >> 4, 16)).append(Character.forDigit(flags & 15, 16));
    return commented.append("'*/").append(sql, end, sql.length()).toString();
  }
}
