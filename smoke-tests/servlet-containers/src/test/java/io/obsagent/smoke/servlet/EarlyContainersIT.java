package io.obsagent.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.http.RawConnection;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.servlet.ContractService.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract as far as it goes before Servlet 3.0, in the real containers of that time. */
@ParameterizedClass(name = "{0}")
@MethodSource("containers")
class EarlyContainersIT extends ContainerContract {

  @Parameter Container container;

  static List<Container> containers() {
    return Container.early();
  }

  @BeforeParameterizedClassInvocation
  static void start(Container container) {
    service =
        new ContractService(
            container,
            Map.of(
                "obs.response.request-id", "true",
                "obs.response.server-timing", "true",
                "obs.attributes.from-headers", "x-plan=customer.plan",
                "obs.attributes.from-session", "cart=shop.cart.id",
                "obs.attributes.from-session-user", "user.id"));
  }

  @Test
  void theRequestIsKnownByItsIdAndTheAnswerNamesTheTrace() throws Exception {
    Answer answer = service.get("/sync", "X-Request-ID: r-1", "X-Plan: gold");
    ReceivedSpan span = answer.span();
    assertThat(span.attribute("http.request.header.x-request-id")).isEqualTo(List.of("r-1"));
    assertThat(span.attribute("customer.plan")).isEqualTo("gold");
    assertThat(answer.response().header("X-Request-ID")).contains("r-1");
    assertThat(answer.response().header("Server-Timing"))
        .contains("traceparent;desc=\"00-" + span.traceId() + "-" + span.spanId() + "-03\"");
    assertThat(answer.response().headers()).doesNotContainKey("set-cookie");

    Answer malformed = service.get("/sync", "X-Request-ID: a b");
    assertThat(malformed.span().attribute("http.request.header.x-request-id")).isNull();
    assertThat(malformed.response().header("X-Request-ID")).isEmpty();
  }

  @Test
  void saysWhatTheConventionsAskAndTheApiTells() throws Exception {
    Answer answer = service.get("/sync;jsessionid=AB12?token=hush", "User-Agent: curl/8");

    ReceivedSpan span = answer.span();
    Map<String, Object> expected = new TreeMap<>();
    expected.put("http.request.method", "GET");
    expected.put("url.path", "/shop/sync");
    expected.put(
        "url.query", "token=REDACTED&" + span.attribute("url.query").toString().split("&")[1]);
    expected.put("url.scheme", "http");
    expected.put("server.address", "shop.example");
    expected.put("server.port", 8080L);
    expected.put("client.address", "127.0.0.1");
    expected.put("network.peer.address", "127.0.0.1");
    expected.put("network.protocol.version", "1.1");
    expected.put("user_agent.original", "curl/8");
    expected.put("http.response.status_code", 200L);
    expected.put("http.route", "/shop/sync");
    assertThat(new TreeMap<>(span.attributes())).isEqualTo(expected);
    assertThat(span.name()).isEqualTo("GET /shop/sync");
    assertThat(span.isRoot()).isTrue();
    assertFine(span);
    service.work("sync", span);
    assertThat(answer.response().body()).isEqualTo("sync");
  }

  @Test
  void theRouteIsTheMappingInWebXml() throws Exception {
    assertThat(service.get("/prefix/a/b").span().name()).isEqualTo("GET /shop/prefix/*");
    assertThat(service.get("/x/y.do").span().name()).isEqualTo("GET /shop/*.do");
    ReceivedSpan nowhere = service.get("/nowhere").span();
    assertThat(nowhere.name()).isEqualTo("GET");
    assertThat(nowhere.attribute("http.route")).isNull();
    assertThat(statusOf(nowhere)).isEqualTo(404L);
    ReceivedSpan guarded = service.get("/guarded/x").span();
    assertThat(guarded.name()).isEqualTo("GET");
    assertThat(statusOf(guarded)).isEqualTo(401L);
  }

  @Test
  void theStatusIsTheOneThatWasSet() throws Exception {
    Answer teapot = service.get("/status/418");
    assertThat(teapot.response().status()).isEqualTo(418);
    assertThat(statusOf(teapot.span())).isEqualTo(418L);
    assertFine(teapot.span());
    assertThat(statusOf(service.get("/send-error/404").span())).isEqualTo(404L);
    assertThat(statusOf(service.get("/redirect").span())).isEqualTo(302L);
    Answer unavailable = service.get("/send-error/503");
    assertThat(statusOf(unavailable.span())).isEqualTo(503L);
    assertFailed(unavailable.span(), "503");
  }

  @Test
  void anErrorPageIsPartOfTheRequest() throws Exception {
    Answer answer = service.get("/send-error/500");
    assertFailed(answer.span(), "500");
    assertThat(answer.span().name()).isEqualTo("GET /shop/send-error/*");
    // There an error page is a request of its own; the application has none.
    if (!container.name().equals("jetty-4.2")) {
      assertThat(answer.response().body()).isEqualTo("oops");
      service.work("error_page", answer.span());
    }
  }

  @Test
  void anExceptionIsA500() throws Exception {
    Answer answer = service.get("/throw");
    assertThat(answer.response().status()).isEqualTo(500);
    assertFailed(answer.span(), "java.lang.IllegalStateException");
    assertThat(statusOf(answer.span())).isEqualTo(500L);
    assertThat(answer.span().events()).hasSize(1);
  }

  @Test
  void aRequestHandedToAnotherThreadStaysOne() throws Exception {
    Answer handedOver = service.get("/handover");
    assertThat(handedOver.span().name()).isEqualTo("GET /shop/handover");
    service.work("sync", handedOver.span());
  }

  @Test
  void aConnectionThatStaysOpenServesOneTracePerRequestEachWithItsOwnStatus() throws Exception {
    List<String> marks = new ArrayList<>();
    List<Object> statuses = new ArrayList<>();
    try (RawConnection connection = RawConnection.open(service.port())) {
      for (String path :
          List.of("/sync", "/status/418", "/sync", "/send-error/404", "/forward", "/sync")) {
        String mark = service.mark();
        marks.add(mark);
        connection.send(ContractService.request("GET", path, mark, "", "X-Tenant: " + mark));
        statuses.add((long) connection.receive().status());
      }
    }
    List<Object> told = new ArrayList<>();
    for (String mark : marks) {
      ReceivedSpan span = service.span(mark);
      told.add(statusOf(span));
      assertThat(span.attribute("http.request.header.x-tenant")).isEqualTo(List.of(mark));
      assertThat(span.isRoot()).isTrue();
    }
    assertThat(told).isEqualTo(statuses);
  }

  @Test
  void theCallersTraceGoesOn() throws Exception {
    ReceivedSpan span =
        service.get("/sync", "traceparent: 00-" + TRACE + "-" + PARENT + "-01").span();
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo(PARENT);
    service.exchange(
        "GET",
        "/sync",
        service.untracedMark(),
        "",
        "traceparent: 00-" + TRACE + "-" + PARENT + "-00");
    String mark = service.untracedMark();
    assertThat(service.exchange("GET", "/prefix/excluded/1", mark, "").body()).isEqualTo("sync");
  }

  @Test
  void nobodyReadsTheRequestBeforeTheApplicationDoes() throws Exception {
    String form = "name=%C3%A9t%C3%A9";
    String type = "Content-Type: application/x-www-form-urlencoded";
    assertThat(service.send("POST", "/body", form, type).response().body())
        .isEqualTo(Integer.toString(form.length()));
    assertThat(service.get("/attributes").response().body()).doesNotContain("obs");
  }
}
