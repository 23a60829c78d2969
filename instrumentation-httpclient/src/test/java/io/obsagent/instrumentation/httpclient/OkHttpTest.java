package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only OkHttp has: interceptors, authenticators, a time limit for the whole call. */
class OkHttpTest {
  private TestEngine engine;
  private ContractServer server;

  @BeforeEach
  void start() throws Exception {
    assertThat(Weaving.agent()).isNotNull();
    engine = TestEngine.install();
    server = new ContractServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Request request(String path) {
    return new Request.Builder().url(server.uri(path).toString()).build();
  }

  @Test
  void theApplicationSeesItsOwnRequest() throws Exception {
    try (Response response = new OkHttpClient().newCall(request("/ok")).execute()) {
      assertThat(response.request().header("traceparent")).isNull();
      assertThat(response.networkResponse().request().header("traceparent")).isNull();
    }
    assertThat(server.only().only("traceparent"))
        .isEqualTo(HttpClientContractTest.traceParent(engine.client()));
  }

  @Test
  void aCallOfAnInterceptorIsOneOfItsOwn() throws Exception {
    OkHttpClient inner = new OkHttpClient();
    OkHttpClient outer =
        inner
            .newBuilder()
            .addInterceptor(
                chain -> {
                  inner.newCall(request("/ok?token-service")).execute().close();
                  return chain.proceed(chain.request());
                })
            .build();
    long parent;
    try (TestEngine.Request incoming = engine.request()) {
      parent = incoming.span.spanId();
      outer.newCall(request("/ok")).execute().close();
    }

    assertThat(engine.clients(2)).extracting(RecordedSpan::parentSpanId).containsOnly(parent);
    assertThat(engine.clients(2))
        .extracting(span -> span.attribute(HttpAttributes.RESEND_COUNT))
        .containsOnlyNulls();
  }

  @Test
  void anAnswerToAChallengeIsAResend() throws Exception {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .authenticator(
                (route, response) ->
                    response.request().newBuilder().header("Authorization", "Basic eA==").build())
            .build();
    client.newCall(request("/challenge")).execute().close();

    List<RecordedSpan> spans = engine.clients(2);
    assertThat(spans.get(0).attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(401L);
    assertThat(spans.get(1).attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
    assertThat(spans.get(1).attribute(HttpAttributes.RESEND_COUNT)).isEqualTo(1L);
    for (int i = 0; i < 2; i++) {
      assertThat(server.received().get(i).only("traceparent"))
          .isEqualTo(HttpClientContractTest.traceParent(spans.get(i)));
    }
  }

  @Test
  void theTimeForTheWholeCallIsUp() throws Exception {
    OkHttpClient client =
        new OkHttpClient.Builder().callTimeout(300, TimeUnit.MILLISECONDS).build();
    Throwable thrown = catchThrowable(() -> client.newCall(request("/hang")).execute());

    assertThat(thrown).isInstanceOf(InterruptedIOException.class);
    assertThat(engine.client().isFailed()).isTrue();
    assertThat(engine.client().attribute(ErrorAttributes.TYPE))
        .isEqualTo("java.io.InterruptedIOException");
  }
}
