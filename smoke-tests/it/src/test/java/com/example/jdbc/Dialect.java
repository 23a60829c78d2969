package com.example.jdbc;

/** What the databases spell differently. */
enum Dialect {
  POSTGRESQL("{call pg_sleep(0)}", "SELECT pg_sleep(20)"),
  MARIADB("{call touch(?)}", "SELECT BENCHMARK(100000000000, SHA2('x', 512))"),
  H2(
      "CALL LOWER(?)",
      "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b"),
  HSQLDB("{call LOWER(?)}", null),
  DERBY("CALL SYSCS_UTIL.SYSCS_CHECKPOINT_DATABASE()", null),
  SQLITE(
      null,
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c");

  /** A stored procedure; null where there is none. */
  final String call;

  /** A query that runs for very long; null where nobody can stop one. */
  final String slow;

  Dialect(String call, String slow) {
    this.call = call;
    this.slow = slow;
  }

  static Dialect of(String url) {
    for (Dialect dialect : values()) {
      if (url.contains(":" + dialect.name().toLowerCase(java.util.Locale.ROOT) + ":")) {
        return dialect;
      }
    }
    return MARIADB;
  }
}
