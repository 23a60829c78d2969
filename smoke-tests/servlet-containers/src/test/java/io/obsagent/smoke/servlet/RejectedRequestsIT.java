package io.obsagent.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.http.RawConnection;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedSpan.Status;
import io.obsagent.smoke.receiver.SpanMatcher;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that the container answers before any filter or servlet is reached. */
@ParameterizedClass(name = "{0}")
@MethodSource("containers")
class RejectedRequestsIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  private static ContractService service;

  @Parameter Container container;

  static List<Container> containers() {
    return Container.withRejections();
  }

  @BeforeParameterizedClassInvocation
  static void start(Container container) {
    service = new ContractService(container);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    try {
      service.finish();
    } finally {
      service.close();
    }
  }

  private static String outside(String mark, String... headers) {
    return "GET /elsewhere?"
        + mark
        + " HTTP/1.1\nHost: shop.example:8080\n"
        + String.join("\n", headers)
        + (headers.length == 0 ? "\n" : "\n\n");
  }

  private static void assertRejected(ReceivedSpan span, String name, long status) {
    assertThat(span.name()).isEqualTo(name);
    assertThat(span.attribute("http.response.status_code")).isEqualTo(status);
    assertThat(span.attribute("http.route")).isNull();
    assertThat(span.attribute("url.scheme")).isEqualTo("http");
    assertThat(span.attribute("network.peer.address")).isEqualTo("127.0.0.1");
    assertThat(span.status()).isEqualTo(Status.UNSET);
    assertThat(span.attribute("error.type")).isNull();
    assertThat(span.events()).isEmpty();
  }

  @Test
  void aPathOutsideEveryApplicationIsA404() throws Exception {
    String mark = service.mark();
    try (RawConnection connection = RawConnection.open(service.port())) {
      connection.send(
          outside(mark, "Connection: close", "traceparent: 00-" + TRACE + "-" + PARENT + "-01"));
      assertThat(connection.receive().status()).isEqualTo(404);
    }
    ReceivedSpan span = service.span(mark);
    assertRejected(span, "GET", 404);
    assertThat(span.attribute("http.request.method")).isEqualTo("GET");
    assertThat(span.attribute("url.path")).isEqualTo("/elsewhere");
    assertThat(span.attribute("server.address")).isEqualTo("shop.example");
    assertThat(span.attribute("network.protocol.version")).isEqualTo("1.1");
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo(PARENT);
  }

  @Test
  void everyRequestOfAConnectionHasOneSpanWhoeverAnswersIt() throws Exception {
    List<String> marks =
        List.of(service.mark(), service.mark(), service.mark(), service.mark(), service.mark());
    List<String> requests =
        List.of(
            outside(marks.get(0), "X-A: b"),
            ContractService.request("GET", "/sync", marks.get(1), "", "X-A: b"),
            outside(marks.get(2), "X-A: b"),
            ContractService.request("GET", "/send-error/404", marks.get(3), "", "X-A: b"),
            outside(marks.get(4), "X-A: b"));
    try (RawConnection connection = RawConnection.open(service.port())) {
      for (String request : requests) {
        connection.send(request);
        connection.receive();
      }
    }
    List<String> names = marks.stream().map(mark -> service.span(mark).name()).toList();
    assertThat(names)
        .containsExactly("GET", "GET /shop/sync", "GET", "GET /shop/send-error/*", "GET");
  }

  @Test
  void anAsynchronousRequestIsNotRejected() throws Exception {
    for (String path : List.of("/async/complete", "/async/dispatch", "/async/timeout")) {
      assertThat(service.get(path).span().name()).isEqualTo("GET /shop" + path);
    }
  }

  @Test
  void anExcludedPathLeavesNothingHereEither() throws Exception {
    String mark = service.untracedMark();
    try (RawConnection connection = RawConnection.open(service.port())) {
      connection.send(
          "GET /prefix/excluded/not?" + mark + " HTTP/1.1\nHost: x\nConnection: close\n\n");
      assertThat(connection.receive().status()).isEqualTo(404);
    }
  }

  @Test
  void whatTheParserRefusesIsToldAsFarAsItWasUnderstood() throws Exception {
    int untold = 0;
    for (String nonsense :
        List.of(
            "GET\r\n\r\n",
            "GET /shop/sync HTTP/9.9\r\nHost: x\r\n\r\n",
            "GET /shop/sync HTTP/1.1\r\nHost: x\r\nContent-Length: nine\r\n\r\n",
            "GET /shop/sync HTTP/1.1\r\nHost: x\r\n no name\r\n\r\n",
            "\u0001\u0002\u0003 nothing\r\n\r\n",
            "G\u0001T /secret-path HTTP/1.1\r\nHost: x\r\n\r\n")) {
      int port;
      int status;
      try (Socket socket = new Socket("127.0.0.1", service.port())) {
        socket.setSoTimeout(10_000);
        port = socket.getLocalPort();
        socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        status = statusOf(socket);
      }
      if (status < 400) {
        // Broken off without an answer, or taken for something else.
        continue;
      }
      if (status == 505 && container.name().equals("tomcat-7.0")) {
        // Later versions log it; 7 answers and tells nobody, its own access log neither.
        untold = port;
        continue;
      }
      ReceivedSpan span = service.receiver().traces().exactlyOne(from(port));
      String name = "GET".equals(span.attribute("http.request.method")) ? "GET" : "HTTP";
      assertThat(span.name()).as(nonsense).isIn(name, name + " /shop/sync");
      if (name.equals("HTTP")) {
        assertThat(span.attribute("http.request.method")).isEqualTo("_OTHER");
      }
      assertThat(span.attribute("http.response.status_code")).as(nonsense).isEqualTo((long) status);
      assertThat(span.attributes().toString()).doesNotContain("\u0001", "secret-path");
    }
    service.receiver().traces().none(from(untold));
  }

  private static SpanMatcher from(int port) {
    return SpanMatcher.kind(ReceivedSpan.Kind.SERVER)
        .and(
            "from port " + port,
            span -> Long.valueOf(port).equals(span.attribute("network.peer.port")));
  }

  @Test
  void aLineWithoutAMethodIsA400OfAnUnknownMethod() throws Exception {
    int port;
    try (Socket socket = new Socket("127.0.0.1", service.port())) {
      socket.setSoTimeout(10_000);
      port = socket.getLocalPort();
      socket.getOutputStream().write("\u0001\u0002 /secret HTTP/1.1\r\n\r\n".getBytes());
      socket.getOutputStream().flush();
      assertThat(statusOf(socket)).isEqualTo(400);
    }
    ReceivedSpan span = service.receiver().traces().exactlyOne(from(port));
    assertRejected(span, "HTTP", 400);
    assertThat(span.attribute("http.request.method")).isEqualTo("_OTHER");
    assertThat(span.attribute("http.request.method_original")).isNull();
    assertThat(span.attribute("url.path")).isNull();
  }

  /** 0 if there is no answer. */
  private static int statusOf(Socket socket) {
    try {
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.startsWith("HTTP/1.") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    } catch (IOException brokenOff) {
      return 0;
    }
  }
}
