package com.example.jdbc;

/** What the databases spell differently. */
enum Dialect {
  POSTGRESQL("{call pg_sleep(0)}", "SELECT pg_sleep(20)", "SELECT pg_sleep(1.5)"),
  MARIADB("{call touch(?)}", "SELECT BENCHMARK(100000000000, SHA2('x', 512))", "SELECT SLEEP(1.5)"),
  H2(
      "CALL LOWER(?)",
      "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b",
      "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 2000) a, SYSTEM_RANGE(1, 5000) b"),
  HSQLDB("{call LOWER(?)}", null, null),
  DERBY("CALL SYSCS_UTIL.SYSCS_CHECKPOINT_DATABASE()", null, null),
  SQLITE(
      null,
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c",
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 5000000)"
          + " SELECT COUNT(*) FROM c");

  /** A stored procedure; null where there is none. */
  final String call;

  /** A query that runs for very long; null where nobody can stop one. */
  final String slow;

  /** A query of a second or so; null where {@link #slow} is. */
  final String brief;

  Dialect(String call, String slow, String brief) {
    this.call = call;
    this.slow = slow;
    this.brief = brief;
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
