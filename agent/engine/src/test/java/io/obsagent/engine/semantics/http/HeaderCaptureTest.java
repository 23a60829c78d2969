package io.obsagent.engine.semantics.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderCaptureTest {
  @Test
  void namesAttributesInLowerCase() {
    HeaderCapture capture = HeaderCapture.ofRequests(Arrays.asList("X-Tenant", "Accept"));
    assertThat(capture.size()).isEqualTo(2);
    assertThat(capture.name(0)).isEqualTo("X-Tenant");
    assertThat(capture.key(0).name()).isEqualTo("http.request.header.x-tenant");
    assertThat(HeaderCapture.ofResponses(Arrays.asList("Via")).key(0).name())
        .isEqualTo("http.response.header.via");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "Set-Cookie",
        "X-Csrf-Token",
        "X-Api-Key",
        "X-Client-Secret",
        "X-Password"
      })
  void refusesWhatCarriesSecretsUnlessForced(String name) {
    HeaderCapture capture = HeaderCapture.ofRequests(Arrays.asList(name, "Accept"));
    assertThat(capture.size()).isEqualTo(1);
    assertThat(capture.refused()).containsExactly(name);

    HeaderCapture forced = HeaderCapture.ofRequests(Collections.singletonList("!" + name));
    assertThat(forced.name(0)).isEqualTo(name);
    assertThat(forced.refused()).isEmpty();
  }
}
