package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import java.util.List;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Test;

/** The same request object goes out again after a challenge. */
class Apache5Test {
  private static BasicCredentialsProvider credentials() {
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    credentials.setCredentials(
        new AuthScope(null, -1), new UsernamePasswordCredentials("user", "hush".toCharArray()));
    return credentials;
  }

  private static void assertChallenged(TestEngine engine, ContractServer server) throws Exception {
    List<RecordedSpan> spans = engine.clients(2);
    assertThat(spans.get(0).attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(401L);
    assertThat(spans.get(1).attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
    assertThat(spans.get(1).attribute(HttpAttributes.RESEND_COUNT)).isEqualTo(1L);
    for (int i = 0; i < 2; i++) {
      assertThat(spans.get(i).linkCount()).isZero();
      assertThat(server.received().get(i).only("traceparent"))
          .isEqualTo(HttpClientContractTest.traceParent(spans.get(i)));
    }
  }

  @Test
  void aChallengeOfTheClassicClient() throws Exception {
    assertThat(Weaving.agent()).isNotNull();
    TestEngine engine = TestEngine.install();
    try (ContractServer server = new ContractServer();
        CloseableHttpClient client =
            HttpClients.custom().setDefaultCredentialsProvider(credentials()).build()) {
      int status = client.execute(new HttpGet(server.uri("/challenge")), r -> r.getCode());

      assertThat(status).isEqualTo(200);
      assertChallenged(engine, server);
    }
  }

  @Test
  void aChallengeOfTheAsynchronousClient() throws Exception {
    assertThat(Weaving.agent()).isNotNull();
    TestEngine engine = TestEngine.install();
    try (ContractServer server = new ContractServer();
        CloseableHttpAsyncClient client =
            HttpAsyncClients.custom().setDefaultCredentialsProvider(credentials()).build()) {
      client.start();
      SimpleHttpRequest request = SimpleRequestBuilder.get(server.uri("/challenge")).build();

      assertThat(client.execute(request, null).get().getCode()).isEqualTo(200);
      assertChallenged(engine, server);
    }
  }
}
