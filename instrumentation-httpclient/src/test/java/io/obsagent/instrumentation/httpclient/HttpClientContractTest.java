package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.instrumentation.httpclient.ContractServer.Received;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Answer;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Outgoing;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Sender;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every HTTP client owes (semantics.md, sections 0 and 2): one suite, run against each library
 * and version by a subclass that says how to drive it.
 */
abstract class HttpClientContractTest extends HttpAttemptsContract {

  @Test
  void success() throws Exception {
    Answer answer;
    Context request;
    try (TestEngine.Request parent = engine.request()) {
      request = parent.span;
      answer = driver.send(new Outgoing(server.uri("/ok?a=b")));
    }

    assertThat(answer).isEqualTo(new Answer(200, 5));
    RecordedSpan span = engine.client();
    assertThat(span.nameText()).isEqualTo("GET");
    assertThat(span.parentSpanId()).isEqualTo(request.spanId());
    assertThat(span.traceIdHex()).isEqualTo(request.traceIdHex());
    assertUnset(span);
    assertThat(get(span, HttpAttributes.REQUEST_METHOD)).isEqualTo("GET");
    assertThat(get(span, HttpAttributes.URL_FULL)).isEqualTo(server.uri("/ok?a=b").toString());
    assertThat(get(span, NetworkAttributes.SERVER_ADDRESS)).isEqualTo("127.0.0.1");
    assertThat(get(span, NetworkAttributes.SERVER_PORT)).isEqualTo((long) server.port());
    assertThat(get(span, HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
    assertThat(get(span, NetworkAttributes.PROTOCOL_VERSION)).isEqualTo(driver.protocolVersion());
    assertThat(keys(span))
        .contains(
            "http.request.method",
            "url.full",
            "server.address",
            "server.port",
            "http.response.status_code",
            "network.protocol.version")
        .isSubsetOf(
            "http.request.method",
            "url.full",
            "server.address",
            "server.port",
            "http.response.status_code",
            "network.protocol.version",
            "network.peer.address",
            "network.peer.port");
    assertThat(server.only().only("traceparent")).isEqualTo(traceParent(span));
    assertThat(server.only().only("tracestate")).isEqualTo(span.traceState());
    assertThat(server.only().all("baggage")).isEmpty();
  }

  @Test
  void withoutAParentItIsARoot() throws Exception {
    driver.send(new Outgoing(server.uri("/ok")));

    RecordedSpan span = engine.client();
    assertThat(span.parentSpanId()).isZero();
    assertThat(server.only().only("traceparent")).isEqualTo(traceParent(span));
  }

  @Test
  void everyMethodThatHttpDefines() throws Exception {
    driver.send(new Outgoing(server.uri("/ok")).method("HEAD"));
    driver.send(new Outgoing(server.uri("/ok")).method("OPTIONS"));
    driver.send(new Outgoing(server.uri("/ok")).method("DELETE"));
    Answer put = driver.send(new Outgoing(server.uri("/ok")).method("PUT").body(10));
    Answer post = driver.send(new Outgoing(server.uri("/status/201")).method("POST").body(1_000));

    assertThat(put.status()).isEqualTo(200);
    assertThat(post.status()).isEqualTo(201);
    assertThat(engine.clients(5))
        .extracting(RecordedSpan::nameText)
        .containsExactly("HEAD", "OPTIONS", "DELETE", "PUT", "POST");
    assertThat(server.received())
        .extracting(Received::method)
        .containsExactly("HEAD", "OPTIONS", "DELETE", "PUT", "POST");
    assertThat(server.received()).extracting(Received::bodyBytes).endsWith(10L, 1_000L);
  }

  @Test
  void aMethodThatNobodyKnows() throws Exception {
    Throwable refused =
        catchThrowable(() -> driver.send(new Outgoing(server.uri("/ok")).method("PURGE")));

    if (!driver.takesAnyMethod()) {
      assertThat(refused).isNotNull();
      engine.clients(0);
      return;
    }
    assertThat(refused).isNull();
    RecordedSpan span = engine.client();
    assertThat(span.nameText()).isEqualTo("HTTP");
    assertThat(get(span, HttpAttributes.REQUEST_METHOD)).isEqualTo("_OTHER");
    assertThat(get(span, HttpAttributes.REQUEST_METHOD_ORIGINAL)).isEqualTo("PURGE");
    assertThat(server.only().method()).isEqualTo("PURGE");
  }

  @Test
  void oneRequestSentTwice() throws Exception {
    Sender sender = driver.prepare(new Outgoing(server.uri("/ok")).header("X-Own", "1"));
    try (TestEngine.Request first = engine.request()) {
      sender.send();
    }
    try (TestEngine.Request second = engine.request()) {
      sender.send();
    }

    List<RecordedSpan> spans = engine.clients(2);
    assertThat(spans.get(0).traceIdHex()).isNotEqualTo(spans.get(1).traceIdHex());
    for (int i = 0; i < 2; i++) {
      Received received = server.received().get(i);
      assertThat(received.only("traceparent")).isEqualTo(traceParent(spans.get(i)));
      assertThat(received.only("X-Own")).isEqualTo("1");
      assertThat(spans.get(i).linkCount()).isZero();
    }
  }

  @Test
  void manyAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String path = "/ok?n=" + i;
      sent.add(
          threads.submit(
              () -> {
                try (TestEngine.Request parent = engine.request()) {
                  return driver.send(new Outgoing(server.uri(path))).status() == 200;
                }
              }));
    }
    for (Future<Boolean> each : sent) {
      assertThat(each.get()).isTrue();
    }
    threads.shutdown();

    Set<String> expected = new HashSet<>();
    for (RecordedSpan span : engine.clients(40)) {
      expected.add(get(span, HttpAttributes.URL_FULL) + " " + traceParent(span));
    }
    Set<String> arrived = new HashSet<>();
    for (Received each : server.received()) {
      arrived.add(server.uri(each.path()) + " " + each.only("traceparent"));
    }
    assertThat(arrived).hasSize(40).isEqualTo(expected);
  }

  @Test
  void veryLargeBodiesAreStreamed() throws Exception {
    long size = 48L << 20;
    Answer up = driver.send(new Outgoing(server.uri("/ok")).method("POST").body(size));
    Answer down = driver.send(new Outgoing(server.uri("/bytes/" + size)));

    assertThat(up.status()).isEqualTo(200);
    assertThat(server.received().get(0).bodyBytes()).isEqualTo(size);
    assertThat(down.bodyBytes()).isEqualTo(size);
    assertThat(engine.clients(2)).extracting(RecordedSpan::nameText).containsExactly("POST", "GET");
  }

  @Test
  void anAnswerThatIsNeverClosed() throws Exception {
    try (TestEngine.Request parent = engine.request()) {
      driver.send(new Outgoing(server.uri("/bytes/1000000")).leaveOpen());
    }

    RecordedSpan span = engine.client();
    assertUnset(span);
    assertThat(get(span, HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
  }

  @Test
  void capturesTheHeadersThatAreAskedFor() throws Exception {
    engine =
        TestEngine.install(
            "otel.instrumentation.http.client.capture-request-headers",
            "X-Tenant,X-None,Authorization",
            "otel.instrumentation.http.client.capture-response-headers",
            "x-answer,X-Auth-Token");
    driver.send(
        new Outgoing(server.uri("/ok"))
            .header("x-tenant", "blue")
            .header("Authorization", "Basic c2VjcmV0"));

    RecordedSpan span = engine.client();
    assertThat((String[]) get(span, key(span, "http.request.header.x-tenant")))
        .containsExactly("blue");
    assertThat((String[]) get(span, key(span, "http.response.header.x-answer")))
        .containsExactly("42");
    assertThat(keys(span))
        .doesNotContain(
            "http.request.header.x-none",
            "http.request.header.authorization",
            "http.response.header.x-auth-token");
  }

  private static AttributeKey key(RecordedSpan span, String name) {
    for (int i = 0; i < span.attributeCount(); i++) {
      if (span.attributeKey(i).name().equals(name)) {
        return span.attributeKey(i);
      }
    }
    throw new AssertionError("no " + name + " in " + TestEngine.describe(span));
  }

  @Test
  void secretsInUrlsStayHere() throws Exception {
    String userInfo = driver.takesUserInfo() ? "user:hush@" : "";
    String rest = "127.0.0.1:" + server.port() + "/ok?access_token=";
    driver.send(new Outgoing(URI.create("http://" + userInfo + rest + "hush&page=2")));

    assertThat(get(engine.client(), HttpAttributes.URL_FULL))
        .isEqualTo(
            "http://"
                + (userInfo.isEmpty() ? "" : "REDACTED:REDACTED@")
                + rest
                + "REDACTED&page=2");
    assertThat(server.only().path()).isEqualTo("/ok?access_token=hush&page=2");
  }

  @Test
  void addressesOfTheNextGeneration() throws Exception {
    driver.send(new Outgoing(server.uri6("/ok")));

    RecordedSpan span = engine.client();
    assertThat(get(span, NetworkAttributes.SERVER_ADDRESS)).isEqualTo("::1");
    assertThat(get(span, NetworkAttributes.SERVER_PORT)).isEqualTo((long) server.port());
    assertThat(get(span, HttpAttributes.URL_FULL)).isEqualTo(server.uri6("/ok").toString());
  }

  @Test
  void isCounted() throws Exception {
    driver.send(new Outgoing(server.uri("/ok")));
    engine.client();

    assertThat(HttpClientMetricsTest.attributes())
        .containsOnly(
            Map.entry("http.request.method", "GET"),
            Map.entry("http.response.status_code", 200L),
            Map.entry("network.protocol.version", driver.protocolVersion()),
            Map.entry("server.address", "127.0.0.1"),
            Map.entry("server.port", (long) server.port()));
  }

  @Test
  void namesOfServices() throws Exception {
    engine =
        TestEngine.install(
            "otel.instrumentation.common.peer-service-mapping",
            "127.0.0.1=local,127.0.0.1:" + server.port() + "/api=api");
    driver.send(new Outgoing(server.uri("/ok")));
    driver.send(new Outgoing(server.uri("/api/1")));

    assertThat(engine.clients(2))
        .extracting(span -> get(span, NetworkAttributes.SERVICE_PEER_NAME))
        .containsExactly("local", "api");
  }

  /** Nothing begins, and the request is the application's own; back on, the same client is seen. */
  @Test
  void whileTheAgentIsOffNothingHappensToARequest() throws Exception {
    Engine.reconfigure(configuration("otel.javaagent.enabled", "false"));
    try (TestEngine.Request parent = engine.request()) {
      assertThat(driver.send(new Outgoing(server.uri("/ok"))).status()).isEqualTo(200);
    }
    engine.clients(0);
    assertThat(server.received().get(0).all("traceparent")).isEmpty();

    Engine.reconfigure(configuration());
    driver.send(new Outgoing(server.uri("/ok")));
    assertThat(server.received().get(1).only("traceparent"))
        .isEqualTo(traceParent(engine.client()));
  }

  private static Configuration configuration(String... settings) {
    Properties properties = new Properties();
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    return ConfigurationReader.read(properties, Map.of(), null);
  }
}
