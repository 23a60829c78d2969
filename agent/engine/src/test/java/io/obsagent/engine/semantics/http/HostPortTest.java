package io.obsagent.engine.semantics.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "shop.example, shop.example, -1",
    "shop.example:8080, shop.example, 8080",
    "' shop.example:8080 ', shop.example, 8080",
    "192.0.2.43:47011, 192.0.2.43, 47011",
    "[2001:db8:cafe::17]:4711, 2001:db8:cafe::17, 4711",
    "[2001:db8:cafe::17], 2001:db8:cafe::17, -1",
    "2001:db8:cafe::17, 2001:db8:cafe::17, -1",
    "shop.example:0, shop.example, -1",
    "shop.example:65536, shop.example, -1",
    "shop.example:999999999999, shop.example, -1",
    "shop.example:80x, shop.example, -1",
    "shop.example:, shop.example, -1",
    "user:pass@shop.example:81, shop.example, 81",
    "_hidden, _hidden, -1",
  })
  void readsHostAndPort(String text, String host, int port) {
    assertThat(HostPort.parse(text).host()).isEqualTo(host);
    assertThat(HostPort.parse(text).port()).isEqualTo(port);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", ":80", "[]:80", "[::1", "@", "["})
  void findsNoHostInNonsense(String text) {
    assertThat(HostPort.parse(text).host()).isNull();
  }

  @Test
  void takesTheFirstOfAList() {
    assertThat(HostPort.parseFirst("a.example:1 , b.example:2").host()).isEqualTo("a.example");
    assertThat(HostPort.parseFirst("a.example:1 , b.example:2").port()).isEqualTo(1);
    assertThat(HostPort.parseFirst(", b").host()).isNull();
    assertThat(HostPort.firstOf("  https ,http")).isEqualTo("https");
    assertThat(HostPort.firstOf(",")).isEmpty();
  }
}
