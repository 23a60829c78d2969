package io.obsagent.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.receiver.ReceivedSpan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Requests over HTTP/2 in the clear: the first one upgrades, the others share its connection. */
final class Http2Script {
  private static final int TOGETHER = 20;

  private Http2Script() {}

  static void play(ContractService service, String page, String nowhere) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    String first = service.mark();
    assertThat(client.send(request(service, page, first), BodyHandlers.ofString()).version())
        .isEqualTo(HttpClient.Version.HTTP_2);
    // It came in the form of 1.1, and that is what some containers say of it.
    assertThat(version(service, first)).isIn("1.1", "2");

    List<String> marks = new ArrayList<>();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < TOGETHER; i++) {
      String mark = service.mark();
      marks.add(mark);
      answers.add(client.sendAsync(request(service, page, mark), BodyHandlers.ofString()));
    }
    for (int i = 0; i < TOGETHER; i++) {
      assertThat(answers.get(i).join().version()).isEqualTo(HttpClient.Version.HTTP_2);
      ReceivedSpan span = service.span(marks.get(i));
      assertThat(span.attribute("network.protocol.version")).isEqualTo("2");
      assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
      assertThat(span.attribute("server.address")).isEqualTo("127.0.0.1");
      assertThat(span.attribute("server.port")).isEqualTo((long) service.port());
      assertThat(span.isRoot()).isTrue();
    }

    String missing = service.mark();
    assertThat(
            client.send(request(service, nowhere, missing), BodyHandlers.ofString()).statusCode())
        .isEqualTo(404);
    assertThat(version(service, missing)).isEqualTo("2");
    assertThat(service.span(missing).name()).isEqualTo("GET");
  }

  private static Object version(ContractService service, String mark) {
    return service.span(mark).attribute("network.protocol.version");
  }

  private static HttpRequest request(ContractService service, String path, String mark) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + service.port() + "/shop" + path + "?" + mark))
        .timeout(Duration.ofSeconds(20))
        .build();
  }
}
