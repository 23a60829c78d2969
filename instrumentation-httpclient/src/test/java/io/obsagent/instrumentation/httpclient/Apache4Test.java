package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import java.util.List;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.BasicCredentialsProvider;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same request object goes out again after a challenge, with what the first attempt put on. */
class Apache4Test {
  @ParameterizedTest
  @ValueSource(strings = {"tracecontext", "b3"})
  void aChallengeWithoutAParent(String propagator) throws Exception {
    assertThat(Weaving.agent()).isNotNull();
    TestEngine engine = TestEngine.install("otel.propagators", propagator);
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    credentials.setCredentials(AuthScope.ANY, new UsernamePasswordCredentials("user", "hush"));
    try (ContractServer server = new ContractServer();
        CloseableHttpClient client =
            HttpClients.custom().setDefaultCredentialsProvider(credentials).build()) {
      client.execute(new HttpGet(server.uri("/challenge"))).close();

      List<RecordedSpan> spans = engine.clients(2);
      for (int i = 0; i < 2; i++) {
        String sent =
            propagator.equals("b3")
                ? server.received().get(i).only("b3")
                : server.received().get(i).only("traceparent");
        assertThat(sent).contains(spans.get(i).traceIdHex(), spans.get(i).spanIdHex());
        assertThat(spans.get(i).linkCount()).isZero();
      }
      assertThat(spans.get(1).attribute(HttpAttributes.RESEND_COUNT)).isEqualTo(1L);
    }
  }
}
