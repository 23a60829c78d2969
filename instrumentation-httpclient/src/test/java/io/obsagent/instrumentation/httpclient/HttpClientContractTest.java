package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.instrumentation.httpclient.ContractServer.Received;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Answer;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Outgoing;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Sender;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every HTTP client owes (semantics.md, sections 0 and 2): one suite, run against each library
 * and version by a subclass that says how to drive it.
 */
@Timeout(120)
abstract class HttpClientContractTest {
  static final String OTHER_TRACE = "00-11111111111111111111111111111111-2222222222222222-01";

  TestEngine engine;
  ContractServer server;
  HttpClientDriver driver;
  private long faults;
  private long leaks;

  /** A client of the library under test, as its users would make it. */
  abstract HttpClientDriver open() throws Exception;

  @BeforeEach
  void start() throws Exception {
    assertThat(Weaving.agent()).isNotNull();
    faults = AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS);
    leaks = AgentHealth.get(AgentHealth.CONTEXT_LEAKS);
    engine = TestEngine.install();
    server = new ContractServer();
    driver = open();
  }

  @AfterEach
  void stopAndFindNoFault() throws Exception {
    try {
      driver.close();
    } finally {
      server.close();
    }
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isEqualTo(faults);
    assertThat(AgentHealth.get(AgentHealth.CONTEXT_LEAKS)).isEqualTo(leaks);
    assertThat(Context.current()).isSameAs(Context.ROOT);
  }

  static String traceParent(Context context) {
    return "00-"
        + context.traceIdHex()
        + "-"
        + context.spanIdHex()
        + "-"
        + String.format("%02x", context.flags());
  }

  static Object get(RecordedSpan span, AttributeKey key) {
    return span.attribute(key);
  }

  static Set<String> keys(RecordedSpan span) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < span.attributeCount(); i++) {
      keys.add(span.attributeKey(i).name());
    }
    return keys;
  }

  static void assertUnset(RecordedSpan span) {
    assertThat(span.isFailed()).isFalse();
    assertThat(span.statusDescription()).isNull();
    assertThat(span.attribute(ErrorAttributes.TYPE)).isNull();
    assertThat(span.eventCount()).isZero();
  }

  /** One CLIENT span that failed without an answer. */
  RecordedSpan assertFailed(Throwable thrown, URI uri) throws Exception {
    assertThat(thrown).isNotNull();
    RecordedSpan span = engine.client();
    assertThat(span.isFailed()).isTrue();
    assertThat(get(span, ErrorAttributes.TYPE)).asString().contains("Exception");
    assertThat(get(span, HttpAttributes.RESPONSE_STATUS_CODE)).isNull();
    assertThat(get(span, NetworkAttributes.SERVER_ADDRESS)).isEqualTo(uri.getHost());
    assertThat(get(span, NetworkAttributes.SERVER_PORT)).isEqualTo((long) uri.getPort());
    assertThat(get(span, HttpAttributes.URL_FULL)).isEqualTo(uri.toString());
    assertThat(span.eventCount()).isEqualTo(1);
    assertThat(span.event(0).type()).isEqualTo(get(span, ErrorAttributes.TYPE));
    return span;
  }

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
  void stateAndBaggageTravel() throws Exception {
    Context incoming = Context.remote(1, 2, 3, 3, "a=b", "user=1");
    try (TestEngine.Request parent = engine.request(incoming)) {
      driver.send(new Outgoing(server.uri("/ok")));
    }

    assertThat(server.only().only("tracestate")).isEqualTo("a=b");
    assertThat(server.only().only("baggage")).isEqualTo("user=1");
    assertThat(server.only().only("traceparent")).isEqualTo(traceParent(engine.client()));
  }

  @Test
  void theIdOfTheRequestBeingServedGoesOn() throws Exception {
    for (int flags : new int[] {3, 2}) {
      Context incoming = Context.remote(1, 2, 3, flags, null, null).withRequestId("r-1");
      try (TestEngine.Request parent = engine.request(incoming)) {
        driver.send(new Outgoing(server.uri("/ok")));
      }
      assertThat(server.received().get(server.received().size() - 1).only("X-Request-ID"))
          .isEqualTo("r-1");

      try (TestEngine.Request parent = engine.request(incoming)) {
        driver.send(new Outgoing(server.uri("/ok")).header("X-Request-ID", "mine"));
      }
      assertThat(server.received().get(server.received().size() - 1).only("X-Request-ID"))
          .isEqualTo("mine");
    }
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
  void insideAnotherClientsCallItIsNoneOfItsOwn() throws Exception {
    HttpClientCall outer =
        HttpClientRecorder.begin(new OuterAdapter(), "outer", 0, System.nanoTime());
    outer.enter();
    driver.send(new Outgoing(server.uri("/ok")));
    outer.leave();
    HttpClientRecorder.end(outer, new OuterAdapter(), "outer", 200, null);

    assertThat(get(engine.client(), HttpAttributes.URL_FULL)).isEqualTo("http://outer.example/");
    assertThat(server.only().all("traceparent")).isEmpty();
  }

  @Test
  void theAgentsOwnTrafficIsNotTraced() throws Exception {
    Context before = Context.OWN.makeCurrent();
    driver.send(new Outgoing(server.uri("/ok")));
    Context.OWN.restore(before);

    engine.clients(0);
    assertThat(server.only().all("traceparent")).isEmpty();
  }

  @Test
  void insideAnExcludedRequest() throws Exception {
    Context incoming = Context.suppressed(Context.remote(1, 2, 3, 1, "a=b", null));
    Context before = incoming.makeCurrent();
    driver.send(new Outgoing(server.uri("/ok")));
    incoming.restore(before);
    Context unknown = Context.suppressed(Context.ROOT);
    before = unknown.makeCurrent();
    driver.send(new Outgoing(server.uri("/ok")));
    unknown.restore(before);

    engine.clients(0);
    assertThat(server.received().get(0).only("traceparent"))
        .isEqualTo("00-00000000000000010000000000000002-0000000000000003-01");
    assertThat(server.received().get(0).only("tracestate")).isEqualTo("a=b");
    assertThat(server.received().get(1).only("traceparent")).isEqualTo(traceParent(unknown));
  }

  @Test
  void anUnsampledParent() throws Exception {
    Context incoming = Context.remote(1, 2, 3, Context.RANDOM, null, null);
    try (TestEngine.Request parent = engine.request(incoming)) {
      driver.send(new Outgoing(server.uri("/ok")));
    }

    engine.clients(0);
    assertThat(server.only().only("traceparent"))
        .matches("00-00000000000000010000000000000002-[0-9a-f]{16}-02")
        .doesNotContain("-0000000000000003-");
  }

  @Test
  void aCopiedTraceParentIsReplaced() throws Exception {
    try (TestEngine.Request parent = engine.request()) {
      driver.send(
          new Outgoing(server.uri("/ok"))
              .header("Traceparent", traceParent(parent.span))
              .header("tracestate", "stale=1"));
    }

    assertThat(server.only().only("traceparent")).isEqualTo(traceParent(engine.client()));
    assertThat(server.only().only("tracestate")).isEqualTo(engine.client().traceState());
    assertThat(engine.client().linkCount()).isZero();
  }

  @Test
  void aTraceParentOfAnotherTraceStaysAndIsLinkedTo() throws Exception {
    try (TestEngine.Request parent = engine.request()) {
      driver.send(
          new Outgoing(server.uri("/ok"))
              .header("traceparent", OTHER_TRACE)
              .header("tracestate", "own=1"));
    }

    assertThat(server.only().only("traceparent")).isEqualTo(OTHER_TRACE);
    assertThat(server.only().only("tracestate")).isEqualTo("own=1");
    RecordedSpan span = engine.client();
    assertThat(span.linkCount()).isEqualTo(1);
    assertThat(span.link(0).traceIdHex()).isEqualTo("11111111111111111111111111111111");
    assertThat(span.link(0).spanIdHex()).isEqualTo("2222222222222222");
  }

  @Test
  void aTraceParentThatIsMalformedOrDoubledIsReplaced() throws Exception {
    driver.send(new Outgoing(server.uri("/ok?malformed")).header("traceparent", "00-nonsense-01"));
    driver.send(
        new Outgoing(server.uri("/ok?doubled"))
            .header("traceparent", OTHER_TRACE)
            .header("Traceparent", OTHER_TRACE));

    List<RecordedSpan> spans = engine.clients(2);
    for (int i = 0; i < 2; i++) {
      assertThat(server.received().get(i).only("traceparent")).isEqualTo(traceParent(spans.get(i)));
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

  /** Some client around the one under test. */
  private static final class OuterAdapter extends FixedAdapter {}

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
