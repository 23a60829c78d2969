package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.RecordedSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a SERVER span says. */
class HttpServerRecorderTest {
  private final FakeRequest request = new FakeRequest();
  private final FakeResponse response = new FakeResponse();

  private RecordedSpan span(String... settings) {
    TestEngine engine = TestEngine.install(settings);
    Object token =
        ServletEntry.enterServlet(
            FakeAdapter.INSTANCE, new FakeAdapter.Component("/cart"), request, response);
    ServletEntry.exit(FakeAdapter.INSTANCE, token, request, response, null);
    return engine.onlySpan();
  }

  private static Map<String, Object> attributes(RecordedSpan span) {
    Map<String, Object> all = new TreeMap<>();
    for (int i = 0; i < span.attributeCount(); i++) {
      all.put(span.attributeKey(i).name(), span.attributeValue(i));
    }
    return all;
  }

  private Object attribute(AttributeKey key) {
    return span().attribute(key);
  }

  @Test
  void saysExactlyWhatTheConventionsAsk() {
    request.query = "q=shoe&token=hush";
    request.uri = "/shop/cart;jsessionid=AB12";
    request.header("Host", "shop.example:8080").header("User-Agent", "curl/8");

    Map<String, Object> expected = new TreeMap<>();
    expected.put("http.request.method", "GET");
    expected.put("url.path", "/shop/cart");
    expected.put("url.query", "q=shoe&token=REDACTED");
    expected.put("url.scheme", "http");
    expected.put("server.address", "shop.example");
    expected.put("server.port", 8080L);
    expected.put("client.address", "192.0.2.9");
    expected.put("network.peer.address", "192.0.2.9");
    expected.put("network.peer.port", 40_000L);
    expected.put("network.protocol.version", "1.1");
    expected.put("user_agent.original", "curl/8");
    expected.put("http.response.status_code", 200L);
    expected.put("http.route", "/shop/cart");
    assertThat(attributes(span())).isEqualTo(expected);
  }

  @Test
  void anUnknownMethodIsOther() {
    request.method = "PROPFIND";
    RecordedSpan span = span();
    assertThat(span.nameText()).isEqualTo("HTTP /shop/cart");
    assertThat(span.attribute(HttpAttributes.REQUEST_METHOD)).isEqualTo("_OTHER");
    assertThat(span.attribute(HttpAttributes.REQUEST_METHOD_ORIGINAL)).isEqualTo("PROPFIND");

    RecordedSpan known = span("otel.instrumentation.http.known-methods", "GET,PROPFIND");
    assertThat(known.nameText()).isEqualTo("PROPFIND /shop/cart");
  }

  @Test
  void proxiesGoBeforeTheConnection() {
    request.header("Host", "inner:8080");
    request.header("X-Forwarded-For", "203.0.113.7, 198.51.100.1");
    request.header("X-Forwarded-Host", "shop.example");
    request.header("X-Forwarded-Proto", "HTTPS");
    RecordedSpan span = span();
    assertThat(span.attribute(NetworkAttributes.CLIENT_ADDRESS)).isEqualTo("203.0.113.7");
    assertThat(span.attribute(NetworkAttributes.PEER_ADDRESS)).isEqualTo("192.0.2.9");
    assertThat(span.attribute(NetworkAttributes.SERVER_ADDRESS)).isEqualTo("shop.example");
    assertThat(span.attribute(NetworkAttributes.SERVER_PORT)).isEqualTo(443L);
    assertThat(span.attribute(HttpAttributes.URL_SCHEME)).isEqualTo("https");

    request.header("Forwarded", "for=\"[2001:db8::1]:99\"", "proto=http;host=\"other.example:81\"");
    span = span();
    assertThat(span.attribute(NetworkAttributes.CLIENT_ADDRESS)).isEqualTo("2001:db8::1");
    assertThat(span.attribute(NetworkAttributes.SERVER_ADDRESS)).isEqualTo("other.example");
    assertThat(span.attribute(NetworkAttributes.SERVER_PORT)).isEqualTo(81L);
    assertThat(span.attribute(HttpAttributes.URL_SCHEME)).isEqualTo("http");
  }

  @Test
  void nonsenseOfProxiesIsPassedOver() {
    request.header("Forwarded", "for=unknown;proto=\"gopher\";host=\":\"");
    request.header("X-Forwarded-Proto", "x".repeat(9_000));
    request.header("Host", "inner");
    RecordedSpan span = span();
    assertThat(span.attribute(NetworkAttributes.CLIENT_ADDRESS)).isEqualTo("192.0.2.9");
    assertThat(span.attribute(NetworkAttributes.SERVER_ADDRESS)).isEqualTo("inner");
    assertThat(span.attribute(NetworkAttributes.SERVER_PORT)).isEqualTo(80L);
    assertThat(span.attribute(HttpAttributes.URL_SCHEME)).isEqualTo("http");
  }

  @Test
  void withoutAHostHeaderThereIsNoServerAddress() {
    assertThat(attribute(NetworkAttributes.SERVER_ADDRESS)).isNull();
    assertThat(attribute(NetworkAttributes.SERVER_PORT)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.0, 1.0",
    "HTTP/1.1, 1.1",
    "HTTP/2.0, 2",
    "HTTP/2, 2",
    "HTTP/3.0, 3",
    "HTTP/7.7, ",
    "AJP/1.3, ",
    ", "
  })
  void theProtocolIsItsVersion(String protocol, String version) {
    assertThat(HttpServerRecorder.protocolVersion(protocol)).isEqualTo(version);
  }

  @Test
  void capturesTheHeadersThatWereAskedFor() {
    request.header("X-Tenant", "a", "b").header("Cookie", "hush");
    response.headers.put("X-Cache", List.of("hit"));
    RecordedSpan span =
        span(
            "otel.instrumentation.http.server.capture-request-headers",
            "X-Tenant,Cookie,X-Absent",
            "otel.instrumentation.http.server.capture-response-headers",
            "X-Cache,X-Absent");
    List<String> found = new ArrayList<>();
    attributes(span)
        .forEach(
            (name, value) -> {
              if (name.contains("header")) {
                found.add(name + "=" + String.join("|", (String[]) value));
              }
            });
    assertThat(found)
        .containsExactly("http.request.header.x-tenant=a|b", "http.response.header.x-cache=hit");
  }

  @ParameterizedTest
  @CsvSource({
    "/health, true",
    "/shop/health, true",
    "/shop/x/health, false",
    "/metrics, true",
    "/m, false"
  })
  void exclusionLooksAtTheWholePathAndInsideTheApplication(String uri, boolean excluded) {
    TestEngine engine = TestEngine.install("obs.exclude.urls", "/health*,/metrics");
    request.uri = uri;
    Object token =
        ServletEntry.enterServlet(
            FakeAdapter.INSTANCE, new FakeAdapter.Component("/cart"), request, response);
    ServletEntry.exit(FakeAdapter.INSTANCE, token, request, response, null);
    assertThat(engine.spans().isEmpty()).isEqualTo(excluded);
  }
}
