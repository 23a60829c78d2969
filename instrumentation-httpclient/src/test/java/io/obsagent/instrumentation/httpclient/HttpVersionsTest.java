package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpVersionsTest {
  @Test
  void whateverLibrariesCallThem() {
    assertThat(HttpVersions.of("HTTP/1.1 200 OK")).isEqualTo("1.1");
    assertThat(HttpVersions.of("http/1.1")).isEqualTo("1.1");
    assertThat(HttpVersions.of("HTTP/1.0")).isEqualTo("1.0");
    assertThat(HttpVersions.of("HTTP/2.0")).isEqualTo("2");
    assertThat(HttpVersions.of("HTTP_2")).isEqualTo("2");
    assertThat(HttpVersions.of("h2_prior_knowledge")).isEqualTo("2");
    assertThat(HttpVersions.of("h3")).isEqualTo("3");
    assertThat(HttpVersions.of("ICY 200 OK")).isNull();
    assertThat(HttpVersions.of(null)).isNull();
  }
}
