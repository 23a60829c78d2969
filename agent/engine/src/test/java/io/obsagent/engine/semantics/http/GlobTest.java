package io.obsagent.engine.semantics.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "/health, /health, true",
    "/health, /healthy, false",
    "/health*, /healthy, true",
    "/health*, /health, true",
    "*.css, /a/b.css, true",
    "*.css, /a/b.css2, false",
    "/a/*/b, /a/x/y/b, true",
    "/a/*/b, /a/b, false",
    "/a*a, /a, false",
    "*, '', true",
    "**, x, true",
    "'', '', true",
    "'', x, false",
    "*b*c*, abxcx, true",
    "*b*c*, acxbx, false",
    "/Health, /health, false",
  })
  void matches(String pattern, String text, boolean expected) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void canIgnoreCase() {
    assertThat(Glob.ignoringCase("*ToKen*").matches("X-TOKEN-Y")).isTrue();
    assertThat(Glob.ignoringCase("a[").matches("A{")).isFalse();
  }

  @Test
  void matchesAPartOfAText() {
    assertThat(Glob.of("/health").matches("/shop/health", 5, 12)).isTrue();
    assertThat(Glob.of("*p").matches("/shop/health", 0, 5)).isTrue();
  }
}
