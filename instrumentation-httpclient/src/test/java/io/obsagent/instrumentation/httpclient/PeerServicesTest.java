package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerServicesTest {
  private final PeerServices peers =
      new PeerServices(
          Map.of(
              "Pay.example", "any port",
              "pay.example:8443", "this port",
              "pay.example/v1", "this path",
              "[::1]:80", "local"));

  @Test
  void theMostExactEntryCounts() {
    assertThat(peers.find("pay.example", 80, "http://pay.example/")).isEqualTo("any port");
    assertThat(peers.find("PAY.example", 8443, "https://pay.example:8443/")).isEqualTo("this port");
    assertThat(peers.find("pay.example", 8443, "https://pay.example:8443/v1/x?y=/v2"))
        .isEqualTo("this path");
    assertThat(peers.find("::1", 80, "http://[::1]/")).isEqualTo("local");
    assertThat(peers.find("::1", 81, "http://[::1]:81/")).isNull();
    assertThat(peers.find("other.example", 80, "http://other.example/v1")).isNull();
    assertThat(peers.find(null, 80, "nonsense")).isNull();
  }

  @Test
  void usuallyThereIsNone() {
    assertThat(new PeerServices(Map.of()).isEmpty()).isTrue();
    assertThat(peers.isEmpty()).isFalse();
  }
}
