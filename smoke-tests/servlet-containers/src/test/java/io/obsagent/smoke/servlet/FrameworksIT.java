package io.obsagent.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedSpan.Status;
import io.obsagent.smoke.receiver.SpanMatcher;
import io.obsagent.smoke.servlet.ContractService.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What stands between a container and an application: Spring MVC 4.3 and 6.2, Jersey 2 and 3, JSPs,
 * WebSockets, HTTP/2.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("distributions")
class FrameworksIT {
  private static ContractService service;

  @Parameter TomcatDistribution tomcat;

  static List<TomcatDistribution> distributions() {
    return TomcatDistribution.withFrameworks(Jdks.running());
  }

  @BeforeParameterizedClassInvocation
  static void start(TomcatDistribution tomcat) {
    service = new ContractService(tomcat);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    try {
      service.finish();
    } finally {
      service.close();
    }
  }

  /** The span of a request that is answered with this status and has this route. */
  private static ReceivedSpan asked(String path, int status, String route) throws Exception {
    Answer answer = service.get(path);
    assertThat(answer.response().status()).as(answer.response().body()).isEqualTo(status);
    ReceivedSpan span = answer.span();
    assertThat(span.attribute("http.route")).isEqualTo(route);
    assertThat(span.name()).isEqualTo("GET " + route);
    assertThat(span.attribute("http.response.status_code")).isEqualTo((long) status);
    assertThat(span.status()).isEqualTo(status >= 500 ? Status.ERROR : Status.UNSET);
    return span;
  }

  @Test
  void aControllersPatternIsTheRoute() throws Exception {
    service.work("items", asked("/spring/items/7", 200, "/shop/spring/items/{id}"));
    asked("/spring/items/7/deferred", 200, "/shop/spring/items/{id}/deferred");
    ReceivedSpan broken = asked("/spring/items/7/broken", 500, "/shop/spring/items/{id}/broken");
    service.work("oops", broken);
  }

  @Test
  void whereNoControllerMatchesTheServletsMappingStays() throws Exception {
    asked("/spring/nowhere", 404, "/shop/spring/*");
  }

  @Test
  void aViewIsNotTheRoute() throws Exception {
    service.work("part", asked("/spring/items/7/view", 200, "/shop/spring/items/{id}/view"));
  }

  @Test
  void theFirstControllerIsTheRoute() throws Exception {
    service.work("items", asked("/spring/items/7/moved", 200, "/shop/spring/items/{id}/moved"));
  }

  @Test
  void aControllerForwardedToHasItsOwnPrefix() throws Exception {
    service.work("items", asked("/plain/to/spring/items/7", 200, "/shop/spring/items/{id}"));
    service.work("orders", asked("/plain/to/api/orders", 200, "/shop/api/orders"));
    asked("/plain/to/report", 200, "/shop/plain/*");
  }

  @Test
  void anErrorPageByAControllerIsNotTheRoute() throws Exception {
    asked("/api/orders/7/unavailable", 503, "/shop/api/orders/{id}/unavailable");
    asked("/plain/unavailable-later", 503, "/shop/plain/*");
    asked("/spring/items/7/deferred-broken", 500, "/shop/spring/items/{id}/deferred-broken");
  }

  @Test
  void aResourcesTemplateIsTheRoute() throws Exception {
    service.work("orders", asked("/api/orders", 200, "/shop/api/orders"));
    asked("/api/orders/7", 200, "/shop/api/orders/{id: [0-9]+}");
    asked("/api/orders/7/lines", 200, "/shop/api/orders/{id}/lines");
    asked("/api/orders/7/lines/mug", 200, "/shop/api/orders/{id}/lines/{line: [a-z]+}");
    asked("/api/orders/7/later", 200, "/shop/api/orders/{id}/later");
  }

  @Test
  void aResourceThatFailsKeepsItsRoute() throws Exception {
    asked("/api/orders/7/missing", 404, "/shop/api/orders/{id}/missing");
    ReceivedSpan broken = asked("/api/orders/7/broken", 500, "/shop/api/orders/{id}/broken");
    service.work("oops", broken);
  }

  @Test
  void whatJerseyHasNoResourceForHasTheServletsMapping() throws Exception {
    asked("/api/nowhere", 404, "/shop/api/*");
    asked("/api/orders/mug", 404, "/shop/api/*");
    assertThat(service.send("PUT", "/api/orders", "").span().name()).isEqualTo("PUT /shop/api/*");
  }

  @Test
  void aPageIsOneSpanWithTheMappingOfItsServlet() throws Exception {
    service.work("part", asked("/part.jsp", 200, "/shop/*.jsp"));
    service.work("part", asked("/report", 200, "/shop/report"));
    Answer include = service.get("/include.jsp");
    assertThat(include.response().body().replaceAll("\\s+", " "))
        .isEqualTo("static part included ");
    assertThat(include.span().name()).isEqualTo("GET /shop/*.jsp");
    service.work("part", include.span());
    service.work("part", asked("/forward.jsp", 200, "/shop/*.jsp"));
  }

  @Test
  void aPageThatFailsIsAnsweredByAnotherPage() throws Exception {
    ReceivedSpan broken = asked("/broken.jsp", 500, "/shop/*.jsp");
    assertThat(broken.events()).hasSize(1);
    service.work("oops", broken);

    Answer caught = service.get("/caught.jsp");
    assertThat(caught.response().body().trim()).isEqualTo("oops");
    service.work("oops", caught.span());
    asked("/nowhere.jsp", 404, "/shop/*.jsp");
  }

  @Test
  void aWebSocketIsARequestThatEndsWithItsUpgrade() throws Exception {
    String mark = service.mark();
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://127.0.0.1:" + service.port() + "/shop/socket/blue?" + mark),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean end) {
                    heard.add(text.toString());
                    from.request(1);
                    return null;
                  }
                })
            .get(20, TimeUnit.SECONDS);
    ReceivedSpan upgrade = service.span(mark);
    assertThat(upgrade.attribute("http.response.status_code")).isEqualTo(101L);
    assertThat(upgrade.status()).isEqualTo(Status.UNSET);

    socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("blue heard hello");
    ReceivedSpan message =
        service.receiver().traces().exactlyOne(SpanMatcher.client("SELECT socket"));
    assertThat(message.traceId()).isNotEqualTo(upgrade.traceId());
    assertThat(message.isRoot()).isTrue();
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(20, TimeUnit.SECONDS);
  }

  @Test
  void http2() throws Exception {
    Http2Script.play(service, "/part.jsp", "/nowhere.html");
  }
}
