package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Answer;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Outgoing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** OkHttp 3, 4 and 5, calls executed and enqueued. */
@ParameterizedClass(name = "{0}")
@MethodSource("versions")
class OkHttpContractTest extends AsyncHttpClientContractTest {
  @Parameter(0)
  ClientVersion version;

  static List<ClientVersion> versions() {
    String driver = "com.example.okhttp.OkHttpDriver";
    return ClientVersion.chosen(
        List.of(
            new ClientVersion("okhttp-3.0.1", driver),
            new ClientVersion("okhttp-3.3.1", driver),
            new ClientVersion("okhttp-3.4.2", driver),
            new ClientVersion("okhttp-3.9.1", driver),
            new ClientVersion("okhttp-3.14.9", driver),
            new ClientVersion("okhttp-4.12.1", driver),
            new ClientVersion("okhttp-5.5.1", driver)));
  }

  @Override
  HttpClientDriver open() throws Exception {
    return version.open();
  }

  /** The server closes a connection that was kept; the library asks again on a new one. */
  @Test
  void aRetryIsAResend() throws Exception {
    driver.send(new Outgoing(server.uri("/ok")));
    Answer answer = driver.send(new Outgoing(server.uri("/drop-once/kept")));

    assertThat(answer.status()).isEqualTo(200);
    List<RecordedSpan> spans = engine.clients(3);
    assertThat(spans.get(1).isFailed()).isTrue();
    assertThat(get(spans.get(1), HttpAttributes.RESEND_COUNT)).isNull();
    assertUnset(spans.get(2));
    assertThat(get(spans.get(2), HttpAttributes.RESEND_COUNT)).isEqualTo(1L);
    for (int i = 0; i < 3; i++) {
      assertThat(server.received().get(i).only("traceparent")).isEqualTo(traceParent(spans.get(i)));
    }
  }

  @Test
  void anAnswerFromTheCacheIsNoRequest() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(driver.send(new Outgoing(server.uri("/cached")))).isEqualTo(new Answer(200, 5));
    }

    assertThat(server.only().only("traceparent")).isEqualTo(traceParent(engine.client()));
  }

  /** 3.0 refuses such an address by itself, before anything is sent: with or without the agent. */
  @Test
  @Override
  void addressesOfTheNextGeneration() throws Exception {
    if (version.toString().startsWith("okhttp-3.0.")) {
      assertThatThrownBy(super::addressesOfTheNextGeneration)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("unexpected host: ::1");
      assertThat(engine.clients(0)).isEmpty();
    } else {
      super.addressesOfTheNextGeneration();
    }
  }
}
