package io.obsagent.engine.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostHeaderTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LOCALHOST:4390, true",
    "127.0.0.1:4390, true",
    "10.1.2.3, true",
    "[::1]:4390, true",
    "[fe80::1%eth0], false",
    "[fe80::1], true",
    "admin.internal:80, true",
    "evil.example, false",
    "127.0.0.1.evil.example, false",
    "localhost.evil.example:4390, false",
    "1.2.3, false",
    "[evil], false",
    "'', false",
    ", false",
  })
  void onlyNamesThatNobodyElseCanBind(String header, boolean ours) {
    assertThat(HostHeader.isOurs(header, "admin.internal")).isEqualTo(ours);
  }
}
