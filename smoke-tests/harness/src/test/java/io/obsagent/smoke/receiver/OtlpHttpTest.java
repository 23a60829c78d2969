package io.obsagent.smoke.receiver;

import static io.obsagent.smoke.receiver.SpanMatcher.client;
import static io.obsagent.smoke.receiver.SpanMatcher.named;
import static io.obsagent.smoke.receiver.SpanMatcher.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpHttpTest {

  private OtlpReceiver receiver = OtlpReceiver.start();
  private HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  @Test
  void spansAreDecoded() throws Exception {
    assertThat(post("/v1/traces", Exports.child()).statusCode()).isEqualTo(200);
    post("/v1/traces", Exports.root());

    ReceivedTrace trace =
        receiver.traces().traceOf(server("GET /cart").with("http.response.status_code", 200));
    ReceivedSpan root = trace.root();
    ReceivedSpan child = trace.exactlyOne(client("SELECT cart").childOf(root).failed());

    assertThat(trace.spans()).containsExactly(root, child);
    assertThat(trace.childrenOf(root)).containsExactly(child);
    assertThat(root.traceId()).isEqualTo(Exports.TRACE);
    assertThat(root.attribute("list")).isEqualTo(List.of(true, 0.5));
    assertThat(root.duration()).isEqualTo(Duration.ofNanos(4_000));
    assertThat(root.traceFlags()).isEqualTo(0x03);
    assertThat(root.traceState()).isEqualTo("a=b");
    assertThat(root.serviceName()).isEqualTo("shop");
    assertThat(root.links().get(0).spanId()).isEqualTo(Exports.CHILD);
    assertThat(child.statusDescription()).isEqualTo("no");
    assertThat(child.events().get(0).attributes()).isEqualTo(Map.of("exception.type", "E"));
    assertThat(child.scope()).isEqualTo(new ReceivedSpan.Scope("scope", "1"));
  }

  @Test
  void metricsAndLogsAreDecoded() throws Exception {
    post("/v1/metrics", Exports.metrics());
    post("/v1/logs", Exports.logs());

    ReceivedPoint calls =
        receiver
            .metrics()
            .await(
                "http.server.request.duration",
                Map.of("http.response.status_code", 200),
                point -> point.count() == 3);
    assertThat(calls.sum()).isEqualTo(0.75);
    assertThat(calls.buckets()).containsExactly(1L, 2L);
    assertThat(calls.exemplars())
        .containsExactly(new ReceivedPoint.Sample(0.5, Exports.TRACE, Exports.ROOT));
    assertThat(receiver.metrics().latest("http.server.active_requests", Map.of()).get().sum())
        .isEqualTo(2);
    assertThat(receiver.logs().records().get(0).body()).isEqualTo("hello");
    assertThat(receiver.logs().records().get(0).traceId()).isEqualTo(Exports.TRACE);
  }

  @Test
  void gzipIsUnpackedAndTheRequestRemembered() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      Exports.root().writeTo(gzip);
    }
    http.send(
        request("/v1/traces", packed.toByteArray()).header("Content-Encoding", "gzip").build(),
        BodyHandlers.discarding());

    receiver.traces().exactlyOne(named("GET /cart"));
    ReceivedRequest request = receiver.requests().all().get(0);
    assertThat(request.header("Content-Encoding")).contains("gzip");
    assertThat(request.bytes()).isEqualTo(packed.size());
    assertThat(request.status()).isEqualTo(200);
  }

  @Test
  void refusesOnRequest() throws Exception {
    receiver.refuse(503, Duration.ofSeconds(7));
    HttpResponse<byte[]> refused = post("/v1/traces", Exports.root());
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).contains("7");
    receiver.refuse(400);
    assertThat(post("/v1/traces", Exports.root()).statusCode()).isEqualTo(400);
    receiver.behave();
    assertThat(post("/v1/traces", Exports.child()).statusCode()).isEqualTo(200);

    receiver.traces().none(named("GET /cart"));
    assertThat(receiver.requests().all())
        .extracting(ReceivedRequest::status)
        .containsExactly(503, 400, 200);
  }

  @Test
  void nonsenseIsABadRequest() throws Exception {
    HttpRequest request = request("/v1/traces", new byte[] {(byte) 0xff, 1, 2}).build();
    assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(400);
    assertThat(post("/elsewhere", Exports.root()).statusCode()).isEqualTo(404);
  }

  @Test
  void aSlowReceiverAnswersWhenItBehavesAgain() throws Exception {
    receiver.beSlow(Duration.ofHours(1));
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request("/v1/traces", Exports.root().toByteArray()).build(),
            BodyHandlers.ofByteArray());
    receiver.behave();

    assertThat(answer.get().statusCode()).isEqualTo(200);
  }

  @Test
  void diesAndComesBackOnTheSamePort() throws Exception {
    post("/v1/traces", Exports.root());
    String endpoint = receiver.httpEndpoint();
    receiver.die();
    assertThatThrownBy(() -> post("/v1/traces", Exports.child()))
        .isInstanceOf(ConnectException.class);
    receiver.revive();

    assertThat(receiver.httpEndpoint()).isEqualTo(endpoint);
    assertThat(post("/v1/traces", Exports.child()).statusCode()).isEqualTo(200);
    assertThat(receiver.traces().spans()).hasSize(2);
  }

  @Test
  void mutualTlsShowsTheClientAndShutsOutOthers(@TempDir Path folder) throws Exception {
    Certificates certificates = Certificates.in(folder);
    receiver.close();
    receiver = OtlpReceiver.startWithMutualTls(certificates);
    HttpClient stranger = HttpClient.newBuilder().sslContext(SSLContext.getDefault()).build();
    HttpRequest request = request("/v1/traces", Exports.root().toByteArray()).build();
    assertThatThrownBy(() -> stranger.send(request, BodyHandlers.discarding()))
        .isInstanceOf(IOException.class);

    http = HttpClient.newBuilder().sslContext(certificates.clientContext()).build();
    post("/v1/traces", Exports.root());

    assertThat(receiver.requests().all().get(0).clientCertificate()).contains("CN=client");
  }

  @Test
  void aMissingSpanIsReportedWithWhatCameInstead() throws Exception {
    post("/v1/traces", Exports.root());

    assertThatThrownBy(
            () ->
                receiver
                    .traces()
                    .await("a span X", s -> s.stream().anyMatch(named("X")), Duration.ofMillis(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a span X")
        .hasMessageContaining("'GET /cart'");
  }

  private HttpResponse<byte[]> post(String path, Message body)
      throws IOException, InterruptedException {
    return http.send(request(path, body.toByteArray()).build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path, byte[] body) {
    return HttpRequest.newBuilder(URI.create(receiver.httpEndpoint() + path))
        .header("Content-Type", "application/x-protobuf")
        .POST(BodyPublishers.ofByteArray(body));
  }
}
