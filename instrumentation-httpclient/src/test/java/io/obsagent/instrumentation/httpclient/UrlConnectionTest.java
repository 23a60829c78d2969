package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.ServerSocket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is peculiar to {@code HttpURLConnection}: nothing of it may change. */
@Timeout(60)
class UrlConnectionTest {
  private TestEngine engine;
  private ContractServer server;
  private long faults;

  @BeforeEach
  void start() throws Exception {
    assertThat(Weaving.agent()).isNotNull();
    faults = AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS);
    engine = TestEngine.install();
    server = new ContractServer();
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isEqualTo(faults);
  }

  private HttpURLConnection open(String path) throws IOException {
    return (HttpURLConnection) server.uri(path).toURL().openConnection();
  }

  @Test
  void aConnectionThatSendsNothingHasNoSpan() throws Exception {
    HttpURLConnection connected = open("/ok");
    connected.connect();
    HttpURLConnection written = open("/ok");
    written.setDoOutput(true);
    written.getOutputStream().write(1);
    connected.disconnect();
    written.disconnect();

    engine.clients(0);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void aConnectionThatFailsHasOne() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    URI uri = URI.create("http://127.0.0.1:" + port + "/ok");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    assertThat(catchThrowable(connection::connect)).isInstanceOf(IOException.class);

    assertThat(engine.client().attribute(ErrorAttributes.TYPE))
        .isEqualTo("java.net.ConnectException");
  }

  @Test
  void connectingFirstChangesNothing() throws Exception {
    HttpURLConnection connection = open("/ok");
    connection.connect();
    assertThat(connection.getResponseCode()).isEqualTo(200);

    assertThat(server.only().only("traceparent"))
        .isEqualTo(HttpClientContractTest.traceParent(engine.client()));
  }

  @Test
  void anyQuestionAboutTheAnswerSendsTheRequestOnce() throws Exception {
    HttpURLConnection connection = open("/ok");
    assertThat(connection.getHeaderField("X-Answer")).isEqualTo("42");
    assertThat(connection.getResponseCode()).isEqualTo(200);
    connection.getInputStream().readAllBytes();
    connection.getContentLength();

    assertThat(engine.client().attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void theErrorStreamStaysReadable() throws Exception {
    HttpURLConnection connection = open("/status/404");
    Throwable first = catchThrowable(connection::getInputStream);
    Throwable second = catchThrowable(connection::getInputStream);

    assertThat(first).isInstanceOf(FileNotFoundException.class);
    assertThat(second).isInstanceOf(FileNotFoundException.class);
    assertThat(connection.getErrorStream().readAllBytes()).hasSize(5);
    assertThat(engine.client().attribute(ErrorAttributes.TYPE)).isEqualTo("404");
  }

  @Test
  void whatIsSentIsDecidedByTheApplication() throws Exception {
    HttpURLConnection reading = open("/ok");
    reading.setDoOutput(true);
    reading.setRequestProperty("X-Own", "1");
    assertThat(reading.getRequestProperties()).containsOnlyKeys("X-Own");
    assertThat(reading.getResponseCode()).isEqualTo(200);
    HttpURLConnection writing = open("/ok");
    writing.setDoOutput(true);
    writing.getOutputStream().write(new byte[3]);
    assertThat(writing.getResponseCode()).isEqualTo(200);

    // The JDK makes a POST of a GET with a body, and of no other.
    assertThat(server.received())
        .extracting(ContractServer.Received::method)
        .containsExactly("GET", "POST");
    assertThat(server.received().get(1).bodyBytes()).isEqualTo(3);
    assertThat(engine.clients(2)).extracting(RecordedSpan::nameText).containsExactly("GET", "POST");
  }

  @Test
  void streamedBodies() throws Exception {
    HttpURLConnection chunked = open("/ok");
    chunked.setDoOutput(true);
    chunked.setChunkedStreamingMode(1_024);
    chunked.getOutputStream().write(new byte[5_000]);
    assertThat(chunked.getResponseCode()).isEqualTo(200);
    HttpURLConnection fixed = open("/ok");
    fixed.setDoOutput(true);
    fixed.setRequestMethod("PUT");
    fixed.setFixedLengthStreamingMode(7);
    fixed.setRequestProperty("Expect", "100-Continue");
    fixed.getOutputStream().write(new byte[7]);
    assertThat(fixed.getResponseCode()).isEqualTo(200);

    List<RecordedSpan> spans = engine.clients(2);
    assertThat(server.received().get(0).bodyBytes()).isEqualTo(5_000);
    assertThat(server.received().get(1).bodyBytes()).isEqualTo(7);
    for (int i = 0; i < 2; i++) {
      assertThat(server.received().get(i).only("traceparent"))
          .isEqualTo(HttpClientContractTest.traceParent(spans.get(i)));
      assertThat(spans.get(i).attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
    }
  }

  /** Nobody asks for the answer, so the JDK never reads it, and only an end by hand is seen. */
  @Test
  void aStreamedRequestWhoseAnswerIsNeverAskedFor() throws Exception {
    for (boolean disconnected : new boolean[] {false, true}) {
      HttpURLConnection connection = open("/hang");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(7);
      connection.getOutputStream().write(new byte[7]);
      connection.getOutputStream().close();
      server.awaitHanging();
      if (disconnected) {
        connection.disconnect();
      }
    }

    HttpClientContractTest.assertUnset(engine.client());
  }

  @Test
  void aChallengeIsAnAttemptOfItsOwn() throws Exception {
    HttpURLConnection connection = open("/challenge");
    connection.setAuthenticator(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication("user", "hush".toCharArray());
          }
        });
    assertThat(connection.getResponseCode()).isEqualTo(200);

    List<RecordedSpan> spans = engine.clients(2);
    assertThat(spans.get(0).attribute(ErrorAttributes.TYPE)).isEqualTo("401");
    assertThat(spans.get(1).attribute(HttpAttributes.RESEND_COUNT)).isEqualTo(1L);
    HttpClientContractTest.assertUnset(spans.get(1));
    for (int i = 0; i < 2; i++) {
      assertThat(server.received().get(i).only("traceparent"))
          .isEqualTo(HttpClientContractTest.traceParent(spans.get(i)));
    }
  }

  @Test
  void aRedirectedPostIsAGet() throws Exception {
    HttpURLConnection connection = open("/redirect/1");
    connection.setDoOutput(true);
    connection.getOutputStream().write(1);
    assertThat(connection.getResponseCode()).isEqualTo(200);

    assertThat(engine.clients(2)).extracting(RecordedSpan::nameText).containsExactly("POST", "GET");
  }

  @Test
  void disconnectingGivesARequestUp() throws Exception {
    HttpURLConnection connection = open("/hang");
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Throwable> ended =
        thread.submit(() -> catchThrowable(() -> connection.getInputStream()));
    server.awaitHanging();
    connection.disconnect();

    // An IOException as a rule; between writing and reading the JDK runs into a null of its own.
    assertThat(ended.get()).isNotNull();
    thread.shutdown();
    HttpClientContractTest.assertUnset(engine.client());
  }

  @Test
  void overTls() throws Exception {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new TrustsAll()}, null);
    HttpsURLConnection connection =
        (HttpsURLConnection) server.uriTls("/redirect/1").toURL().openConnection();
    connection.setSSLSocketFactory(trusting.getSocketFactory());
    assertThat(connection.getInputStream().readAllBytes()).hasSize(5);

    List<RecordedSpan> spans = engine.clients(2);
    assertThat(spans.get(1).attribute(HttpAttributes.URL_FULL))
        .isEqualTo(server.uriTls("/ok").toString());
    assertThat(server.received().get(1).only("traceparent"))
        .isEqualTo(HttpClientContractTest.traceParent(spans.get(1)));
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
