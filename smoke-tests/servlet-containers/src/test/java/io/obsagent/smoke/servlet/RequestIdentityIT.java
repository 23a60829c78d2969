package io.obsagent.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.smoke.http.RawConnection;
import io.obsagent.smoke.http.RawResponse;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.servlet.ContractService.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Request ids, answers that name their trace and business attributes, in real containers. */
@ParameterizedClass(name = "{0}")
@MethodSource("containers")
class RequestIdentityIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String ATTRIBUTE = "http.request.header.x-request-id";

  private static ContractService service;

  /** Answers with the request id and trace it was called with. */
  private static HttpServer other;

  @Parameter Container container;

  static List<Container> containers() {
    return Container.ofEachMake();
  }

  @BeforeParameterizedClassInvocation
  static void start(Container container) throws IOException {
    other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/other",
        exchange -> {
          String seen =
              exchange.getRequestHeaders().get("X-Request-ID")
                  + " "
                  + exchange.getRequestHeaders().get("traceparent");
          byte[] body = seen.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    other.start();
    service =
        new ContractService(
            container,
            Map.of(
                "obs.response.request-id", "true",
                "obs.response.server-timing", "true",
                "obs.logs.jul-suffix", "true",
                "obs.attributes.from-headers", "x-tenant=tenant.id,cookie=stolen",
                "obs.attributes.from-baggage", "plan=customer.plan",
                "obs.attributes.from-session", "cart=shop.cart.id",
                "obs.attributes.from-session-user", "user.id"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    try {
      service.finish();
    } finally {
      service.close();
      other.stop(0);
    }
  }

  private static String call(String name) {
    return "/call?name=" + name + "&port=" + other.getAddress().getPort();
  }

  private static List<String> all(RawResponse response, String name) {
    return response.headers().getOrDefault(name, List.of());
  }

  @Test
  void anIdGoesThroughSpanLogAndCallAndBack() throws Exception {
    Answer answer = service.get(call("full"), "X-Request-ID: r-1:a.b_C");

    ReceivedSpan span = answer.span();
    assertThat(span.attribute(ATTRIBUTE)).isEqualTo(List.of("r-1:a.b_C"));
    assertThat(answer.response().body())
        .startsWith("[r-1:a.b_C] [00-" + span.traceId() + "-")
        .endsWith("-03]");
    assertThat(all(answer.response(), "x-request-id")).containsExactly("r-1:a.b_C");
    service.awaitLog("called full trace_id=" + span.traceId() + " .* request_id=r-1:a.b_C");
  }

  @Test
  void anUnsampledRequestKeepsItsId() throws Exception {
    RawResponse response =
        service.exchange(
            "GET",
            call("unsampled"),
            service.untracedMark(),
            "",
            "X-Request-ID: r-2",
            "traceparent: 00-" + TRACE + "-" + PARENT + "-00");
    assertThat(response.body()).startsWith("[r-2] [00-" + TRACE + "-").endsWith("-00]");
    assertThat(all(response, "x-request-id")).containsExactly("r-2");
    assertThat(all(response, "server-timing").get(0))
        .matches("traceparent;desc=\"00-" + TRACE + "-[0-9a-f]{16}-00\"");
    service.awaitLog("called unsampled trace_id=" + TRACE + " .*trace_flags=00 request_id=r-2");
  }

  @Test
  void malformedAndSeveralIdsAreAsNone() throws Exception {
    String[] headers = {
      "X-Request-ID: a b",
      "X-Request-ID: ${jndi:ldap://x}",
      "X-Request-ID: " + "x".repeat(129),
      "X-Request-ID: a,b",
      "X-Request-ID: one\nX-Request-ID: two",
      "X-Request-ID: %0d%0aX-Injected:1",
      "X-Request-ID:",
    };
    for (String header : headers) {
      Answer answer = service.get(call("none"), header);
      assertThat(answer.span().attribute(ATTRIBUTE)).as(header).isNull();
      assertThat(answer.response().body()).as(header).startsWith("null [00-");
      assertThat(all(answer.response(), "x-request-id")).as(header).isEmpty();
      service.awaitLog("called none trace_id=" + answer.span().traceId() + " .* trace_flags=03$");
    }
  }

  @Test
  void nothingIsInjectedIntoTheAnswer() throws Exception {
    String[] attempts = {
      "X-Request-ID: a\rX-Injected: 1",
      "X-Request-ID: a\r\rX-Injected: 1",
      "X-Request-ID: a\n X-Injected: 1",
      "X-Request-ID: a\n\tX-Injected: 1",
      "X-Request-ID: a\u0000X-Injected: 1",
      "X-Request-ID: a\u000bX-Injected: 1",
      "X-Request-ID: a\u008d\u008aX-Injected: 1",
    };
    for (String attempt : attempts) {
      RawResponse response;
      try (RawConnection connection = RawConnection.open(service.port())) {
        connection.send(
            "GET /shop/sync HTTP/1.1\nHost: shop.example\nConnection: close\n" + attempt + "\n\n");
        response = connection.receive();
      }
      // Some containers answer 400 before anybody is asked.
      assertThat(response.status()).as(attempt).isIn(200, 400);
      assertThat(response.headers()).as(attempt).doesNotContainKey("x-injected");
      assertThat(all(response, "x-request-id")).as(attempt).isEmpty();
    }
  }

  @Test
  void theAnswerNamesItsTrace() throws Exception {
    for (String path : List.of("/sync", "/flushed", "/send-error/404", "/async/complete")) {
      Answer answer = service.get(path, "X-Request-ID: r-3");
      ReceivedSpan span = answer.span();
      assertThat(all(answer.response(), "server-timing"))
          .as(path)
          .containsExactly(
              "traceparent;desc=\"00-" + span.traceId() + "-" + span.spanId() + "-03\"");
      assertThat(all(answer.response(), "x-request-id")).as(path).containsExactly("r-3");
    }
  }

  @Test
  void theApplicationsOwnHeadersStay() throws Exception {
    RawResponse response = service.get("/own", "X-Request-ID: r-4").response();
    assertThat(all(response, "x-request-id")).containsExactly("mine");
    assertThat(String.join(", ", all(response, "server-timing")))
        .contains("traceparent;desc=", "db;dur=3");
  }

  @Test
  void anExcludedRequestIsAnsweredAsWithoutUs() throws Exception {
    RawResponse response =
        service.exchange(
            "GET", "/prefix/excluded/1", service.untracedMark(), "", "X-Request-ID: r-5");
    assertThat(response.headers()).doesNotContainKeys("x-request-id", "server-timing");
  }

  @Test
  void headersAndBaggageBecomeAttributes() throws Exception {
    ReceivedSpan span =
        service
            .get(
                "/sync",
                "X-Tenant: blue",
                "X-Tenant: red",
                "Cookie: a=hush",
                "baggage: plan=gold%20plus;ttl=1,other=x")
            .span();
    assertThat(span.attribute("tenant.id")).isEqualTo("blue");
    assertThat(span.attribute("customer.plan")).isEqualTo("gold plus");
    assertThat(span.attribute("stolen")).isNull();
    ReceivedSpan long1 = service.get("/sync", "X-Tenant: " + "t".repeat(3_000)).span();
    assertThat((String) long1.attribute("tenant.id")).isEqualTo("t".repeat(256));
  }

  @Test
  void aSessionIsReadAndNeverMade() throws Exception {
    Answer without = service.get("/session");
    assertThat(without.response().body()).isEqualTo("false");
    assertThat(without.response().headers()).doesNotContainKey("set-cookie");
    assertThat(without.span().attribute("shop.cart.id")).isNull();

    Answer login = service.get("/login");
    assertThat(login.span().attribute("shop.cart.id")).isEqualTo("c-17");
    String cookie = "Cookie: " + all(login.response(), "set-cookie").get(0).split(";", 2)[0];
    Answer with = service.get("/session", cookie);
    assertThat(with.response().body()).isEqualTo("true");
    assertThat(with.span().attribute("shop.cart.id")).isEqualTo("c-17");
    // The embedded Jetty and Undertow know no users.
    String user = container.name().startsWith("tomcat") ? "ada" : null;
    assertThat(login.span().attribute("user.id")).isEqualTo(user);
    assertThat(with.span().attribute("user.id")).isEqualTo(user);

    assertThat(service.get("/logout", cookie).span().attribute("shop.cart.id")).isNull();
    Answer after = service.get("/session", cookie);
    assertThat(after.response().body()).isEqualTo("false");
    assertThat(after.response().headers()).doesNotContainKey("set-cookie");
  }
}
