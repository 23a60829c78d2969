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
 * What the configuration says about databases, read when the first connection is opened and again
 * when it has changed. Immutable; safe for any thread.
 */
final class JdbcSettings {
  private static volatile JdbcSettings current = of(Engine.configuration());

  /** What they were made of. */
  private final Configuration configuration;

  final ExcludedSql excluded;
  final SqlCache statements;
  final DurationHistogram operations;
  private final boolean sanitized;

  /** Whether commits and rollbacks are spans. */
  final boolean transactions;

  final long connectionWaitNanos;

  private JdbcSettings(Configuration configuration, SqlCache statements) {
    this.configuration = configuration;
    this.statements = statements;
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
    return new JdbcSettings(configuration, new SqlCache());
  }

  /** The text of a statement as it may be shown: without its literals, unless that is off. */
  String shown(String sql, SqlStatementInfo info) {
    return sanitized ? info.text() : sql;
  }

  /** Cost: two volatile reads; read anew where the configuration has changed. */
  static JdbcSettings current() {
    JdbcSettings settings = current;
    Configuration inForce = Engine.configuration();
    if (settings.configuration != inForce) {
      settings = new JdbcSettings(inForce, settings.statements);
      current = settings;
    }
    return settings;
  }

  /** For tests, which have more than one configuration per JVM. */
  static void use(JdbcSettings settings) {
    current = settings;
  }
}
