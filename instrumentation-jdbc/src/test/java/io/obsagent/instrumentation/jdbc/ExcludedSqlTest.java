package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ExcludedSqlTest {
  private final ExcludedSql excluded =
      new ExcludedSql(Arrays.asList("SELECT 1", "/* ping */*", "*FROM health*"));

  @Test
  void matchesWholeStatements() {
    assertThat(excluded.matches("select 1")).isTrue();
    assertThat(excluded.matches("\n SELECT 1 ")).isTrue();
    assertThat(excluded.matches("SELECT 12")).isFalse();
    assertThat(excluded.matches("SELECT")).isFalse();
    assertThat(excluded.matches("")).isFalse();
    assertThat(excluded.matches(null)).isFalse();
  }

  @Test
  void starsStandForAnyText() {
    assertThat(excluded.matches("/* ping */ SELECT x FROM y")).isTrue();
    assertThat(excluded.matches("SELECT a FROM FROM HEALTH_CHECK WHERE 1=1")).isTrue();
    assertThat(excluded.matches("SELECT a FROM orders")).isFalse();
  }

  @Test
  void nothingIsExcludedByDefault() {
    assertThat(new ExcludedSql(Collections.<String>emptyList()).matches("SELECT 1")).isFalse();
  }
}
