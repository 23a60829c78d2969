package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.RecordedSpan;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.OkHttp3ClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestTemplate;

/** A REST client on top of an HTTP client: one span per call, that of the client below. */
class RestClientTest {
  static Stream<ClientHttpRequestFactory> below() {
    assertThat(Weaving.agent()).isNotNull();
    return Stream.of(
        new SimpleClientHttpRequestFactory(),
        new HttpComponentsClientHttpRequestFactory(),
        new OkHttp3ClientHttpRequestFactory());
  }

  @ParameterizedTest
  @MethodSource("below")
  void oneSpanPerCall(ClientHttpRequestFactory below) throws Exception {
    long faults = AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS);
    TestEngine engine = TestEngine.install();
    RestTemplate client = new RestTemplate(below);
    try (ContractServer server = new ContractServer()) {
      long parent;
      try (TestEngine.Request request = engine.request()) {
        parent = request.span.spanId();
        client.getForObject(server.uri("/ok"), byte[].class);
        client.postForEntity(server.uri("/status/201"), "order", String.class);
      }

      int i = 0;
      for (RecordedSpan span : engine.clients(2)) {
        assertThat(span.nameText()).isEqualTo(i == 0 ? "GET" : "POST");
        assertThat(span.parentSpanId()).isEqualTo(parent);
        assertThat(server.received().get(i++).only("traceparent"))
            .isEqualTo(HttpClientContractTest.traceParent(span));
      }
    }
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isEqualTo(faults);
  }
}
