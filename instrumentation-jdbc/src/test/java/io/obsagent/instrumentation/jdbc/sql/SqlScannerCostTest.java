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
      for (int length = 1 << 14; length <= 1 << 20; length <<= 6) {
        String sql = piece.repeat(length / piece.length());
        for (String start : new String[] {"", "'", "$x$"}) {
          SqlScanner scanner = new SqlScanner(start + sql, dialect);
          scanner.run();
          int looked = Math.min(start.length() + sql.length(), SqlScanner.MAX_SCANNED);
          assertThat(scanner.steps())
              .as("%s %s in %s of %d", start, piece, dialect, length)
              .isLessThanOrEqualTo(64 + (long) LOOKS_PER_CHARACTER * looked);
        }
      }
    }
  }
}
