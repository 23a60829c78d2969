package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.instrumentation.httpclient.ContractServer.Received;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Answer;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Outgoing;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every HTTP client owes: failures, and attempts one after the other. */
abstract class HttpAttemptsContract extends OutgoingIdentityContract {
  @Test
  void clientAndServerErrors() throws Exception {
    Answer missing = driver.send(new Outgoing(server.uri("/status/404")));
    Answer broken = driver.send(new Outgoing(server.uri("/status/500")));

    assertThat(missing.status()).isEqualTo(404);
    assertThat(broken.status()).isEqualTo(500);
    List<RecordedSpan> spans = engine.clients(2);
    for (int i = 0; i < 2; i++) {
      RecordedSpan span = spans.get(i);
      String status = i == 0 ? "404" : "500";
      assertThat(span.isFailed()).isTrue();
      assertThat(span.statusDescription()).isNull();
      assertThat(get(span, ErrorAttributes.TYPE)).isEqualTo(status);
      assertThat(get(span, HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(Long.valueOf(status));
      assertThat(span.eventCount()).isZero();
    }
  }

  @Test
  void connectionRefused() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    URI uri = URI.create("http://127.0.0.1:" + port + "/ok");
    RecordedSpan span = assertFailed(catchThrowable(() -> driver.send(new Outgoing(uri))), uri);
    assertThat(get(span, ErrorAttributes.TYPE)).asString().contains("Connect");
  }

  @Test
  void unknownHost() throws Exception {
    URI uri = URI.create("http://nowhere.invalid:81/ok");
    assertFailed(catchThrowable(() -> driver.send(new Outgoing(uri))), uri);
  }

  @Test
  void noAnswerInTime() throws Exception {
    Outgoing outgoing = new Outgoing(server.uri("/hang")).timeout(Duration.ofMillis(300));
    RecordedSpan span =
        assertFailed(catchThrowable(() -> driver.send(outgoing)), server.uri("/hang"));
    assertThat(get(span, ErrorAttributes.TYPE)).asString().contains("Timeout");
  }

  @Test
  void certificateNobodyTrusts() throws Exception {
    URI uri = server.uriTls("/ok");
    RecordedSpan span = assertFailed(catchThrowable(() -> driver.send(new Outgoing(uri))), uri);
    assertThat(get(span, ErrorAttributes.TYPE)).asString().contains("SSL");
  }

  @Test
  void redirects() throws Exception {
    Context request;
    Answer answer;
    try (TestEngine.Request parent = engine.request()) {
      request = parent.span;
      answer = driver.send(new Outgoing(server.uri("/redirect/2")));
    }

    assertThat(answer.status()).isEqualTo(200);
    assertThat(server.received())
        .extracting(Received::path)
        .containsExactly("/redirect/2", "/redirect/1", "/ok");
    if (!driver.showsRedirects()) {
      RecordedSpan span = engine.client();
      assertThat(get(span, HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
      assertThat(get(span, HttpAttributes.URL_FULL))
          .isEqualTo(server.uri("/redirect/2").toString());
      for (Received received : server.received()) {
        assertThat(received.only("traceparent")).isEqualTo(traceParent(span));
      }
      return;
    }
    List<RecordedSpan> spans = engine.clients(3);
    for (int i = 0; i < 3; i++) {
      RecordedSpan span = spans.get(i);
      Received received = server.received().get(i);
      assertThat(span.parentSpanId()).isEqualTo(request.spanId());
      assertThat(received.only("traceparent")).isEqualTo(traceParent(span));
      assertThat(get(span, HttpAttributes.URL_FULL))
          .isEqualTo(server.uri(received.path()).toString());
      assertThat(get(span, HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(i == 2 ? 200L : 302L);
      assertThat(get(span, HttpAttributes.RESEND_COUNT)).isEqualTo(i == 0 ? null : (Long) (long) i);
      assertUnset(span);
    }
  }

  @Test
  void redirectsWithoutAParent() throws Exception {
    driver.send(new Outgoing(server.uri("/redirect/1")));

    List<RecordedSpan> spans = engine.clients(driver.showsRedirects() ? 2 : 1);
    for (int i = 0; i < 2; i++) {
      assertThat(server.received().get(i).only("traceparent"))
          .isEqualTo(traceParent(spans.get(Math.min(i, spans.size() - 1))));
    }
  }

  @Test
  void redirectToAnotherServer() throws Exception {
    try (ContractServer other = new ContractServer()) {
      String target = "http%3A%2F%2F127.0.0.1%3A" + other.port() + "%2Fok";
      driver.send(new Outgoing(server.uri("/redirect-to/" + target)));

      List<RecordedSpan> spans = engine.clients(driver.showsRedirects() ? 2 : 1);
      RecordedSpan last = spans.get(spans.size() - 1);
      assertThat(other.only().only("traceparent")).isEqualTo(traceParent(last));
      if (driver.showsRedirects()) {
        assertThat(get(last, NetworkAttributes.SERVER_PORT)).isEqualTo((long) other.port());
        assertThat(get(last, HttpAttributes.URL_FULL)).isEqualTo(other.uri("/ok").toString());
      }
    }
  }

  @Test
  void redirectToWhereNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String target = "http%3A%2F%2F127.0.0.1%3A" + port + "%2Fgone";
    URI uri = server.uri("/redirect-to/" + target);
    assertThat(catchThrowable(() -> driver.send(new Outgoing(uri)))).isNotNull();

    List<RecordedSpan> spans = engine.clients(driver.showsFailedRedirects() ? 2 : 1);
    if (driver.showsRedirects() && !driver.showsFailedRedirects()) {
      assertUnset(spans.get(0));
      return;
    }
    RecordedSpan last = spans.get(spans.size() - 1);
    assertThat(last.isFailed()).isTrue();
    assertThat(get(last, ErrorAttributes.TYPE)).asString().contains("Connect");
    if (driver.showsRedirects()) {
      assertThat(get(last, NetworkAttributes.SERVER_PORT)).isEqualTo((long) port);
      assertThat(get(last, HttpAttributes.RESEND_COUNT)).isEqualTo(1L);
    }
  }

  @Test
  void connectionClosedWithoutAnAnswer() throws Exception {
    Throwable thrown =
        catchThrowable(() -> driver.send(new Outgoing(server.uri("/drop-once/contract"))));

    if (!driver.retries()) {
      assertFailed(thrown, server.uri("/drop-once/contract"));
      return;
    }
    assertThat(thrown).isNull();
    assertThat(server.received()).hasSize(2);
    List<RecordedSpan> spans = engine.clients(driver.showsRetries() ? 2 : 1);
    RecordedSpan last = spans.get(spans.size() - 1);
    assertUnset(last);
    assertThat(get(last, HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
    assertThat(server.received().get(1).only("traceparent")).isEqualTo(traceParent(last));
    if (driver.showsRetries()) {
      assertThat(spans.get(0).isFailed()).isTrue();
      assertThat(get(last, HttpAttributes.RESEND_COUNT)).isEqualTo(1L);
    }
  }

  /** Some libraries wait and ask again, others leave it to the application. */
  @Test
  void aServiceThatIsUnavailableAtFirst() throws Exception {
    driver.send(new Outgoing(server.uri("/unavailable-once/contract")));

    List<RecordedSpan> spans = engine.clients(server.received().size());
    for (int i = 0; i < spans.size(); i++) {
      RecordedSpan span = spans.get(i);
      assertThat(server.received().get(i).only("traceparent")).isEqualTo(traceParent(span));
      assertThat(get(span, HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(i == 0 ? 503L : 200L);
      assertThat(get(span, HttpAttributes.RESEND_COUNT)).isEqualTo(i == 0 ? null : (Long) (long) i);
    }
  }
}
