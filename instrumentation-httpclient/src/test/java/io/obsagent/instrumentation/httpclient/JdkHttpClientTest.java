package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is peculiar to {@code java.net.http}. */
@Timeout(60)
class JdkHttpClientTest {
  private TestEngine engine;
  private long faults;

  @BeforeEach
  void start() {
    assertThat(Weaving.agent()).isNotNull();
    faults = AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS);
    engine = TestEngine.install();
  }

  @AfterEach
  void findNoFault() {
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isEqualTo(faults);
  }

  @Test
  void webSocketHandshakesAreLeftAlone() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      CompletableFuture<List<String>> request = new CompletableFuture<>();
      Thread server = new Thread(() -> shakeHands(listening, request));
      server.start();
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/chat"),
                  new WebSocket.Listener() {})
              .get(30, TimeUnit.SECONDS);

      assertThat(socket.isOutputClosed()).isFalse();
      assertThat(request.get()).noneMatch(line -> line.startsWith("traceparent"));
      engine.clients(0);
      socket.abort();
      server.join();
    }
  }

  private static void shakeHands(ServerSocket listening, CompletableFuture<List<String>> request) {
    try (Socket socket = listening.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      List<String> lines = new ArrayList<>();
      String key = "";
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        lines.add(line);
        if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key: ")) {
          key = line.substring(19);
        }
      }
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes("US-ASCII"));
      String answer =
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + Base64.getEncoder().encodeToString(digest)
              + "\r\n\r\n";
      socket.getOutputStream().write(answer.getBytes("US-ASCII"));
      request.complete(lines);
      while (in.read() >= 0) {
        // Until the client is gone.
      }
    } catch (Exception broken) {
      request.completeExceptionally(broken);
    }
  }

  @Test
  void whatIsDoneWithTheFutureIsDoneAsWithoutUs() throws Exception {
    try (ContractServer server = new ContractServer();
        ServerSocket free = new ServerSocket(0)) {
      int port = free.getLocalPort();
      free.close();
      HttpClient client = HttpClient.newHttpClient();
      CompletableFuture<HttpResponse<Void>> refused =
          client.sendAsync(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port)).build(),
              BodyHandlers.discarding());
      assertThat(catchThrowable(() -> refused.get()))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class);
      CompletableFuture<Integer> derived =
          client
              .sendAsync(
                  HttpRequest.newBuilder(server.uri("/hang")).build(), BodyHandlers.discarding())
              .thenApply(HttpResponse::statusCode);
      server.awaitHanging();
      derived.cancel(true);

      // The exchange itself was given up, as since Java 16: the server is still hanging.
      List<RecordedSpan> spans = engine.clients(2);
      HttpClientContractTest.assertUnset(spans.get(1));
    }
  }

  @Test
  void aBadRequestIsRefusedAsWithoutUs() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    assertThat(catchThrowable(() -> client.send(null, BodyHandlers.discarding())))
        .isInstanceOf(NullPointerException.class);
    engine.clients(0);
  }

  /** A request of the application's own making, which fails the first time it is asked. */
  @Test
  void aRequestThatTakesNoIdentityLeavesNoSpanOpen() throws Exception {
    try (ContractServer server = new ContractServer()) {
      HttpRequest plain = HttpRequest.newBuilder(server.uri("/ok")).build();
      AtomicInteger asked = new AtomicInteger();
      HttpRequest own =
          new HttpRequest() {
            @Override
            public HttpHeaders headers() {
              if (asked.getAndIncrement() == 0) {
                throw new IllegalStateException("not yet");
              }
              return plain.headers();
            }

            @Override
            public URI uri() {
              return plain.uri();
            }

            @Override
            public String method() {
              return plain.method();
            }

            @Override
            public Optional<BodyPublisher> bodyPublisher() {
              return plain.bodyPublisher();
            }

            @Override
            public Optional<Duration> timeout() {
              return plain.timeout();
            }

            @Override
            public boolean expectContinue() {
              return plain.expectContinue();
            }

            @Override
            public Optional<HttpClient.Version> version() {
              return plain.version();
            }
          };
      assertThat(HttpClient.newHttpClient().send(own, BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);

      HttpClientContractTest.assertUnset(engine.client());
      faults++;
    }
  }

  @Test
  void http2(@TempDir Path directory) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
    Received received = new Received();
    Context context = tomcat.addContext("", directory.toString());
    Tomcat.addServlet(context, "received", received);
    context.addServletMappingDecoded("/any", "received");
    tomcat.start();
    try {
      // The first request of a connection asks for the upgrade, the second is all HTTP/2.
      URI uri = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/any");
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
      for (int i = 0; i < 2; i++) {
        HttpResponse<Void> response =
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      }
      List<RecordedSpan> spans = engine.clients(2);
      for (int i = 0; i < 2; i++) {
        RecordedSpan span = spans.get(i);
        assertThat(span.attribute(NetworkAttributes.PROTOCOL_VERSION)).isEqualTo("2");
        assertThat(span.attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
        assertThat(received.identities.get(i))
            .isEqualTo("[" + HttpClientContractTest.traceParent(span) + "]");
      }
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  private static final class Received extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final transient List<String> identities = new CopyOnWriteArrayList<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      identities.add(Collections.list(request.getHeaders("traceparent")).toString());
    }
  }
}
