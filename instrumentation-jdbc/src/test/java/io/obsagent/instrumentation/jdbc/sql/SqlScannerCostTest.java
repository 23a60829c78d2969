package io.obsagent.instrumentation.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts the characters looked at; clocks prove nothing on a shared machine. */
class SqlScannerCostTest {

  /** A character is looked at as a possible end, as a next one, and by the token it begins. */
  private static final int LOOKS_PER_CHARACTER = 6;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'",
        "''",
        "'a",
        "'a' ",
        "\\",
        "'\\'",
        "'\\\\",
        "\"",
        "\"a\"",
        "`",
        "`a",
        "$",
        "$$",
        "$a",
        "$a$",
        "$ab$ $a$",
        "$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa$ $aaaaaaaaaaaaaaaaaaaaaaaaaaaaa$",
        "$1",
        "$1$",
        "/*",
        "*/",
        "/*/",
        "/**/",
        "--",
        "--a--a",
        "-",
        "- -",
        "-- \n",
        "\r",
        "#",
        "#\n",
        "(",
        ")",
        "(((())))",
        "[",
        "]",
        "[a",
        "[']",
        "in(",
        "in (1,",
        "in (1) ",
        "values (1),",
        "values ((1",
        ",(1)",
        "a",
        "a.",
        ".",
        ".5",
        "1",
        "1e",
        "1e+",
        "0x",
        "e+",
        "q'",
        "q'[",
        "q'[]",
        "nq'!",
        "U&'",
        "N'",
        "E'\\'",
        "?",
        "?1",
        ":",
        ":a",
        ":1",
        "::",
        "@",
        "@@",
        "@a",
        " ",
        "\n",
        "\u0000",
        "\ud83d",
        "\u00a0",
        "select a from b,",
        "select (",
        "with a as (select ",
        "call ",
        "a.b.",
        "escape '\\'",
        "exec a.",
        "identified ",
        "create table "
      })
  void growsWithTheTextOnly(String piece) {
    for (SqlDialect dialect : SqlDialect.values()) {
      looksAtEachCharacterAFewTimes(piece.repeat((1 << 20) / piece.length()), dialect);
      String sql = piece.repeat((1 << 14) / piece.length());
      for (String start : new String[] {"", "'", "$x$", "values (", "/* "}) {
        looksAtEachCharacterAFewTimes(start + sql, dialect);
      }
    }
  }

  private static void looksAtEachCharacterAFewTimes(String sql, SqlDialect dialect) {
    SqlScanner scanner = new SqlScanner(sql, dialect);
    scanner.run();
    assertThat(scanner.steps())
        .as("%s, %d characters", dialect, sql.length())
        .isLessThanOrEqualTo(
            64 + (long) LOOKS_PER_CHARACTER * Math.min(sql.length(), SqlScanner.MAX_SCANNED));
  }
}
