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

  private JdbcSettings(ExcludedSql excluded, DurationHistogram operations, boolean sanitized) {
    this.excluded = excluded;
    this.operations = operations;
    this.sanitized = sanitized;
  }

  static JdbcSettings of(Configuration configuration) {
    return new JdbcSettings(
        new ExcludedSql(configuration.get(Options.EXCLUDE_SQL)),
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
                NetworkAttributes.SERVER_PORT),
        configuration.get(Options.QUERY_SANITIZATION));
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
