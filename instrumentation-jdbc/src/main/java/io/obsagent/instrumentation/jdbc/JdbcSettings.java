package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.instrumentation.jdbc.sql.SqlCache;

/**
 * What the configuration says about databases, read once, when the first connection is opened.
 * Immutable; safe for any thread.
 */
final class JdbcSettings {
  private static volatile JdbcSettings current = of(Engine.configuration());

  final ExcludedSql excluded;
  final SqlCache statements;

  private JdbcSettings(ExcludedSql excluded, SqlCache statements) {
    this.excluded = excluded;
    this.statements = statements;
  }

  static JdbcSettings of(Configuration configuration) {
    return new JdbcSettings(
        new ExcludedSql(configuration.get(Options.EXCLUDE_SQL)),
        new SqlCache(configuration.get(Options.QUERY_SANITIZATION)));
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
