package io.obsagent.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.obsagent.smoke.http.RawConnection;
import io.obsagent.smoke.http.RawResponse;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedSpan.Status;
import io.obsagent.smoke.receiver.SpanMatcher;
import io.obsagent.smoke.servlet.ContractService.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** One application, one contract, every container. */
@ParameterizedClass(name = "{0}")
@MethodSource("containers")
class ServletContainersIT extends ContainerContract {

  @Parameter Container container;

  static List<Container> containers() {
    return Container.all();
  }

  @BeforeParameterizedClassInvocation
  static void start(Container container) {
    service = new ContractService(container);
  }

  @Test
  void saysWhatTheConventionsAskAndNoMore() throws Exception {
    Answer answer = service.get("/sync;jsessionid=AB12?token=hush", "User-Agent: curl/8");

    ReceivedSpan span = answer.span();
    Map<String, Object> attributes = new TreeMap<>(span.attributes());
    assertThat((Long) attributes.remove("network.peer.port")).isPositive();
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
    expected.put("http.response.header.x-answer", List.of("forty-two"));
    assertThat(attributes).isEqualTo(expected);
    assertThat(span.name()).isEqualTo("GET /shop/sync");
    assertThat(span.isRoot()).isTrue();
    assertFine(span);
    service.work("sync", span);
    assertThat(answer.response().body()).isEqualTo("sync");
  }

  @Test
  void theRouteIsTheMapping() throws Exception {
    assertThat(service.get("/prefix/a/b").span().name()).isEqualTo("GET /shop/prefix/*");
    assertThat(service.get("/x/y.do").span().name()).isEqualTo("GET /shop/*.do");
    assertThat(service.get("/bare").span().name()).isEqualTo("GET /shop/bare");
    assertThat(service.get("/guarded/x").span().name()).isEqualTo("GET /shop/guarded/*");
    assertThat(service.get("/old/x").span().name()).isEqualTo("GET /shop/part");
    ReceivedSpan nowhere = service.get("/nowhere").span();
    assertThat(nowhere.name()).isEqualTo("GET");
    assertThat(nowhere.attribute("http.route")).isNull();
    assertThat(nowhere.attribute("http.response.status_code")).isEqualTo(404L);
  }

  @Test
  void anUnknownMethodIsOther() throws Exception {
    ReceivedSpan span = service.send("BREW", "/sync", "").span();
    assertThat(span.name()).isEqualTo("HTTP /shop/sync");
    assertThat(span.attribute("http.request.method")).isEqualTo("_OTHER");
    assertThat(span.attribute("http.request.method_original")).isEqualTo("BREW");
  }

  @Test
  void theCallersTraceGoesOn() throws Exception {
    ReceivedSpan span =
        service
            .get("/sync", "traceparent: 00-" + TRACE + "-" + PARENT + "-01", "tracestate: a=b")
            .span();
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo(PARENT);
    assertThat(span.hasRemoteParent()).isTrue();
    assertThat(span.traceState()).contains("a=b");

    String unsampled = service.untracedMark();
    service.exchange(
        "GET", "/sync", unsampled, "", "traceparent: 00-" + TRACE + "-" + PARENT + "-00");
    ReceivedSpan malformed = service.get("/sync", "traceparent: 00-nonsense").span();
    assertThat(malformed.isRoot()).isTrue();
  }

  @Test
  void proxiesTellWhoAsked() throws Exception {
    ReceivedSpan span =
        service.get("/sync", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https").span();
    assertThat(span.attribute("client.address")).isEqualTo("203.0.113.7");
    assertThat(span.attribute("url.scheme")).isEqualTo("https");
    span = service.get("/sync", "Forwarded: for=\"[2001:db8::1]:9\";host=h.example").span();
    assertThat(span.attribute("client.address")).isEqualTo("2001:db8::1");
    assertThat(span.attribute("server.address")).isEqualTo("h.example");
    assertThat(span.attribute("server.port")).isEqualTo(80L);
  }

  @Test
  void onlyHeadersThatWereAskedForAreCaptured() throws Exception {
    ReceivedSpan span = service.get("/sync", "X-Tenant: blue", "Cookie: a=hush").span();
    assertThat(span.attribute("http.request.header.x-tenant")).isEqualTo(List.of("blue"));
    assertThat(span.attribute("http.request.header.cookie")).isNull();
  }

  @Test
  void anExcludedRequestLeavesNothing() throws Exception {
    String mark = service.untracedMark();
    assertThat(service.exchange("GET", "/prefix/excluded/1", mark, "").body()).isEqualTo("sync");
  }

  @Test
  void statusCodesAreToldAndOnlyServerErrorsAreErrors() throws Exception {
    Answer teapot = service.get("/status/418");
    assertThat(teapot.response().status()).isEqualTo(418);
    assertThat(teapot.span().attribute("http.response.status_code")).isEqualTo(418L);
    assertFine(teapot.span());
    assertFine(service.get("/send-error/404").span());
    assertFine(service.get("/redirect").span());

    Answer unavailable = service.get("/send-error/503");
    assertThat(unavailable.response().status()).isEqualTo(503);
    assertThat(unavailable.span().attribute("http.response.status_code")).isEqualTo(503L);
    assertFailed(unavailable.span(), "503");
    assertThat(unavailable.span().events()).isEmpty();
  }

  @Test
  void anErrorPageIsPartOfTheRequest() throws Exception {
    Answer answer = service.get("/send-error/500");
    assertThat(answer.response().body()).isEqualTo("oops");
    assertFailed(answer.span(), "500");
    assertThat(answer.span().name()).isEqualTo("GET /shop/send-error/*");
    service.work("error_page", answer.span());
  }

  @Test
  void anExceptionIsA500() throws Exception {
    Answer answer = service.get("/throw");
    assertThat(answer.response().status()).isEqualTo(500);
    ReceivedSpan span = answer.span();
    assertFailed(span, "java.lang.IllegalStateException");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(500L);
    assertThat(span.name()).isEqualTo("GET /shop/throw");
    assertThat(span.events()).hasSize(1);
    assertThat(span.events().get(0).attributes())
        .containsEntry("exception.type", "java.lang.IllegalStateException")
        .containsEntry("exception.message", "no stock");
    service.work("error_page", span);
  }

  @Test
  void aRequestHandedToAnotherThreadStaysOne() throws Exception {
    assumeFalse(
        container.name().equals("jetty-8.1"),
        "Jetty 8 itself fails there, with and without an agent: it looks for the thread's connection");
    Answer answer = service.get("/handover");
    assertThat(answer.response().body()).isEqualTo("sync");
    assertThat(answer.span().name()).isEqualTo("GET /shop/handover");
    service.work("sync", answer.span());
  }

  @Test
  void anAsynchronousRequestLastsUntilItIsComplete() throws Exception {
    for (String path : List.of("complete", "complete-inside", "complete-first")) {
      Answer answer = service.get("/async/" + path);
      assertThat(answer.response().status()).isEqualTo(200);
      assertThat(answer.span().name()).isEqualTo("GET /shop/async/" + path);
      assertThat(answer.span().attribute("http.response.status_code")).isEqualTo(200L);
      assertFine(answer.span());
    }
    assertThat(service.get("/async/status").span().attribute("http.response.status_code"))
        .isEqualTo(202L);
  }

  @Test
  void anAsynchronousDispatchGoesOnWithTheSameSpan() throws Exception {
    for (String path : List.of("dispatch", "dispatch-inside", "dispatch-twice")) {
      Answer answer = service.get("/async/" + path);
      assertThat(answer.response().status()).isEqualTo(200);
      assertThat(answer.span().name()).isEqualTo("GET /shop/async/" + path);
      service.work("async_target", answer.span());
    }
  }

  @Test
  void aTaskOfAnAsynchronousRequestRunsInItsContext() throws Exception {
    Answer answer = service.get("/async/start");
    assertThat(answer.response().body()).isEqualTo("started");
    service.work("async_start", answer.span());
  }

  @Test
  void anAsynchronousRequestThatTimesOutHasTheStatusItWasGiven() throws Exception {
    Answer byContainer = service.get("/async/timeout");
    assertThat(byContainer.response().status()).isEqualTo(500);
    assertThat(byContainer.span().attribute("http.response.status_code")).isEqualTo(500L);
    assertThat(byContainer.span().status()).isEqualTo(Status.ERROR);
    service.work("error_page", byContainer.span());

    Answer byApplication = service.get("/async/timeout-handled");
    assertThat(byApplication.response().status()).isEqualTo(503);
    assertThat(byApplication.span().attribute("http.response.status_code")).isEqualTo(503L);
  }

  @Test
  void anExceptionEndsAnAsynchronousRequest() throws Exception {
    for (String path : List.of("throw", "dispatch-throw")) {
      ReceivedSpan span = service.get("/async/" + path).span();
      assertThat(span.name()).isEqualTo("GET /shop/async/" + path);
      assertThat(span.attribute("http.response.status_code")).isEqualTo(500L);
      assertFailed(span, "java.lang.IllegalStateException");
    }
  }

  @Test
  void nonBlockingStreamsWorkAsBefore() throws Exception {
    String body = "0123456789".repeat(3_000);
    Answer answer = service.send("POST", "/non-blocking", body, "Content-Type: text/plain");
    assertThat(answer.response().body()).isEqualTo(body);
    assertThat(answer.span().name()).isEqualTo("POST /shop/non-blocking");
    assertThat(answer.span().attribute("http.response.status_code")).isEqualTo(200L);
  }

  @Test
  void nobodyReadsTheRequestBeforeTheApplicationDoes() throws Exception {
    String form = "name=%C3%A9t%C3%A9";
    String type = "Content-Type: application/x-www-form-urlencoded";
    RawResponse parameters = service.send("POST", "/parameters", form, type).response();
    assertThat(parameters.body()).isEqualTo("été");
    assertThat(service.send("POST", "/body", form, type).response().body())
        .isEqualTo(Integer.toString(form.length()));
    assertThat(service.get("/attributes").response().body()).doesNotContain("obs");
  }

  @Test
  void aConnectionThatStaysOpenServesOneTracePerRequest() throws Exception {
    List<String> marks = new ArrayList<>();
    try (RawConnection connection = RawConnection.open(service.port())) {
      for (String path :
          List.of("/sync", "/send-error/404", "/sync", "/async/dispatch", "/forward", "/sync")) {
        String mark = service.mark();
        marks.add(mark);
        connection.send(ContractService.request("GET", path, mark, "", "X-Tenant: " + mark));
        connection.receive();
      }
    }
    Set<String> traces = new HashSet<>();
    for (String mark : marks) {
      ReceivedSpan span = service.span(mark);
      traces.add(span.traceId());
      assertThat(span.attribute("http.request.header.x-tenant")).isEqualTo(List.of(mark));
      assertThat(span.isRoot()).isTrue();
    }
    assertThat(traces).hasSameSizeAs(marks);
  }

  @Test
  void pipelinedRequestsAreRequestsOfTheirOwn() throws Exception {
    List<String> marks = List.of(service.mark(), service.mark(), service.mark());
    StringBuilder text = new StringBuilder();
    for (String mark : marks) {
      text.append(
          ContractService.request("GET", "/prefix/" + mark.substring(2), mark, "", "X-A: b"));
    }
    try (RawConnection connection = RawConnection.open(service.port())) {
      connection.send(text.toString());
      for (int i = 0; i < marks.size(); i++) {
        assertThat(connection.receive().status()).isEqualTo(200);
      }
    }
    for (String mark : marks) {
      assertThat(service.span(mark).attribute("url.path"))
          .isEqualTo("/shop/prefix/" + mark.substring(2));
    }
  }

  @Test
  void http10NeedsNoHost() throws Exception {
    String mark = service.mark();
    try (RawConnection connection = RawConnection.open(service.port())) {
      connection.send("GET /shop/sync?" + mark + " HTTP/1.0\n\n");
      assertThat(connection.receive().status()).isEqualTo(200);
    }
    ReceivedSpan span = service.span(mark);
    assertThat(span.attribute("network.protocol.version")).isEqualTo("1.0");
    assertThat(span.attribute("server.address")).isNull();
  }

  @Test
  void aClientThatHangsUpIsNoFailureOfTheService() throws Exception {
    String mark = service.mark();
    try (RawConnection connection = RawConnection.open(service.port())) {
      connection.send(ContractService.request("GET", "/stream", mark, "", "X-A: b"));
      connection.reset();
    }
    assertFine(service.span(mark));
  }

  @Test
  void malformedRequestsHarmNobody() throws Exception {
    for (String nonsense :
        List.of(
            "GET\n\n",
            "GET /shop/%zz HTTP/1.1\nHost: x\n\n",
            "GET /shop/sync HTTP/9.9\nHost: x\n\n",
            "GET /shop/sync HTTP/1.1\nHost: x\nContent-Length: nine\n\n",
            "GET /shop/sync HTTP/1.1\nHost: x\n no name\n\n",
            "\u0000\u0001\u0002\n\n",
            "GET /shop/../../etc/passwd HTTP/1.1\nHost: x\n\n")) {
      try (RawConnection connection = RawConnection.open(service.port())) {
        connection.send(nonsense);
        connection.finishSending();
        connection.receive();
      } catch (IOException | RuntimeException refused) {
        // However the container refuses it.
      }
    }
    assertThat(service.get("/sync").response().status()).isEqualTo(200);
  }

  @Test
  void whatIsOutsideTheApplicationDoesNotDisturb() throws Exception {
    try (RawConnection connection = RawConnection.open(service.port())) {
      connection.send("GET /elsewhere HTTP/1.1\nHost: x\nConnection: close\n\n");
      assertThat(connection.receive().status()).isEqualTo(404);
    }
    ReceivedSpan after = service.get("/sync").span();
    assertThat(service.receiver().traces().spans(SpanMatcher.inTrace(after.traceId())))
        .allMatch(span -> span.traceId().equals(after.traceId()));
  }
}
