package io.obsagent.instrumentation.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Over 100 000 generated statements; a failure names the seed that repeats it. */
class SqlScannerFuzzTest {
  private static final int STATEMENTS = 15_000;
  private static final SqlDialect[] DIALECTS = SqlDialect.values();
  private static final String ALPHABET =
      "'\"`[]()$$--//**##??::@@..,;=<>+\\ \n\r\t\u0000abENXqQUuin05e_\u00e9\ud83d\ude00\u00a0{}!&|";

  @ParameterizedTest
  @EnumSource
  void noLiteralSurvives(SqlDialect dialect) {
    for (int seed = 0; seed < STATEMENTS; seed++) {
      Random random = new Random(seed);
      SqlGenerator generator = new SqlGenerator(random, dialect, false);
      String sql = generator.statement(seed % 200 == 0 ? 3000 : random.nextInt(25));
      hidesSecrets(sql, dialect, seed);
      hidesSecrets(sql.substring(0, random.nextInt(sql.length() + 1)), dialect, seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noLiteralSurvivesTheWrongDialect(SqlDialect dialect) {
    for (int seed = 0; seed < STATEMENTS; seed++) {
      Random random = new Random(seed);
      String sql = new SqlGenerator(random, dialect, true).statement(random.nextInt(25));
      hidesSecrets(sql, SqlDialect.DEFAULT, seed);
      hidesSecrets(sql, DIALECTS[random.nextInt(DIALECTS.length)], seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingThrowsAndEveryResultIsItsOwnResult(SqlDialect dialect) {
    for (int seed = 0; seed < STATEMENTS; seed++) {
      Random random = new Random(seed);
      scansTwiceAlike(soup(random, random.nextInt(40)), dialect, seed);
      String sql = new SqlGenerator(random, dialect, false).statement(random.nextInt(20));
      scansTwiceAlike(mutated(random, sql), dialect, seed);
    }
  }

  private static void hidesSecrets(String sql, SqlDialect dialect, int seed) {
    SqlStatementInfo info = scansTwiceAlike(sql, dialect, seed);
    String all = info.text() + " | " + info.summary() + " | " + info.storedProcedure();
    if (all.contains(SqlGenerator.SECRET) || all.contains(SqlGenerator.NUMBER)) {
      fail("seed %d, %s leaks%n%s%nfrom%n%s", seed, dialect, all, sql);
    }
  }

  private static SqlStatementInfo scansTwiceAlike(String sql, SqlDialect dialect, int seed) {
    SqlStatementInfo info = SqlScanner.scan(sql, dialect);
    String again = SqlScanner.scan(info.text(), dialect).text();
    if (!again.equals(info.text())) {
      fail("seed %d, %s%n%s%nbecame%n%s%nfrom%n%s", seed, dialect, info.text(), again, sql);
    }
    assertThat(info.text().getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(SqlScanner.MAX_TEXT_BYTES);
    assertThat(info.summary() == null ? 0 : info.summary().length())
        .isLessThanOrEqualTo(SummaryText.MAX_LENGTH);
    return info;
  }

  private static String soup(Random random, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append(
          random.nextInt(20) == 0
              ? (char) random.nextInt(0x10000)
              : ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return out.toString();
  }

  private static String mutated(Random random, String sql) {
    StringBuilder out = new StringBuilder(sql);
    for (int i = random.nextInt(6); i >= 0 && out.length() > 0; i--) {
      int at = random.nextInt(out.length());
      switch (random.nextInt(3)) {
        case 0:
          out.deleteCharAt(at);
          break;
        case 1:
          out.insert(at, soup(random, 2));
          break;
        default:
          out.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
          break;
      }
    }
    return out.toString();
  }
}
