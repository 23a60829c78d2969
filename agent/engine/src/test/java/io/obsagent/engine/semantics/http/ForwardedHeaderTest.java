package io.obsagent.engine.semantics.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedHeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "for=192.0.2.60;proto=http;by=203.0.113.43 | for   | 192.0.2.60",
        "for=192.0.2.60;proto=http;by=203.0.113.43 | proto | http",
        "For=\"[2001:db8:cafe::17]:4711\"          | for   | [2001:db8:cafe::17]:4711",
        "for=192.0.2.43, for=198.51.100.17         | for   | 192.0.2.43",
        "for=a, for=b;host=shop.example            | host  | shop.example",
        "for=\"a;host=evil\";host=good             | host  | good",
        "for=\"a\\\"b\"                            | for   | a\"b",
        " ;, for = x                               | for   | x",
        "proto=https                               | PROTO | https",
        "forx=1;for=2                              | for   | 2",
        "for=\"unclosed                            | for   | unclosed",
      })
  void findsTheFirstValue(String header, String name, String value) {
    assertThat(ForwardedHeader.parameter(header, name)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "for", "for=", "for=\"\"", "host=x", "=x", "for;=x", ",,;;", "\""})
  void findsNothingWhereThereIsNothing(String header) {
    assertThat(ForwardedHeader.parameter(header, "for")).isNull();
  }

  @Test
  void takesNullForAnAbsentHeader() {
    assertThat(ForwardedHeader.parameter(null, "for")).isNull();
  }
}
