package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.instrumentation.jdbc.sql.SqlCache;
import io.obsagent.instrumentation.jdbc.sql.SqlStatementInfo;

/**
 * What the configuration says about databases, read once, when the first connection is opened.
 * Immutable; safe for any thread.
 */
final class JdbcSettings {
  private static volatile JdbcSettings current = of(Engine.configuration());

  final ExcludedSql excluded;
  final SqlCache statements = new SqlCache();
  final DurationHistogram operations;
  private final boolean sanitized;

  /** Whether commits and rollbacks are spans. */
  final boolean transactions;

  final long connectionWaitNanos;

  private JdbcSettings(Configuration configuration) {
    excluded = new ExcludedSql(configuration.get(Options.EXCLUDE_SQL));
    sanitized = configuration.get(Options.QUERY_SANITIZATION);
    transactions = configuration.get(Options.TRANSACTION_SPANS);
    connectionWaitNanos = configuration.get(Options.CONNECTION_WAIT) * 1_000_000L;
    operations =
        Engine.metrics()
            .histogram(
                JdbcRecorder.SCOPE,
                "db.client.operation.duration",
                "Duration of database client operations.",
                Buckets.DATABASE,
                DbAttributes.SYSTEM,
                DbAttributes.NAMESPACE,
                DbAttributes.QUERY_SUMMARY,
                ErrorAttributes.TYPE,
                NetworkAttributes.SERVER_ADDRESS,
                NetworkAttributes.SERVER_PORT);
  }

  static JdbcSettings of(Configuration configuration) {
    return new JdbcSettings(configuration);
  }

  /** The text of a statement as it may be shown: without its literals, unless that is off. */
  String shown(String sql, SqlStatementInfo info) {
    return sanitized ? info.text() : sql;
  }

  /** Cost: one volatile read. */
  static JdbcSettings current() {
    return current;
  }

  /** For tests, which have more than one configuration per JVM. */
  static void use(JdbcSettings settings) {
    current = settings;
  }
}
