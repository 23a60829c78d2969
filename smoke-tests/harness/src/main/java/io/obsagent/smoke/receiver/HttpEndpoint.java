package io.obsagent.smoke.receiver;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** OTLP as http/protobuf. */
final class HttpEndpoint {

  private static final Set<String> PATHS = Set.of("/v1/traces", "/v1/metrics", "/v1/logs");

  private final Desk desk;
  private final Optional<TlsSetup> tls;
  private HttpServer server;
  private ExecutorService threads;
  private int port;

  HttpEndpoint(Desk desk, Optional<TlsSetup> tls) {
    this.desk = desk;
    this.tls = tls;
  }

  int port() {
    return port;
  }

  /** The first time on a free port, later on the same one. */
  void open() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    server = tls.isPresent() ? https(address, tls.get()) : HttpServer.create(address, 0);
    server.createContext("/", this::handle);
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "otlp-http");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.start();
    port = server.getAddress().getPort();
  }

  void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static HttpServer https(InetSocketAddress address, TlsSetup tls) throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls.certificates().serverContext()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(tls.clientCertificateRequired());
            parameters.setSSLParameters(ssl);
          }
        });
    return server;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] wire = exchange.getRequestBody().readAllBytes();
      Optional<Mood.Refusal> refusal;
      try {
        refusal = desk.mood().answer();
      } catch (InterruptedException e) {
        // The endpoint is being closed: hang up without an answer.
        return;
      }
      if (refusal.isPresent()) {
        refuse(exchange, wire, refusal.get());
      } else if (!PATHS.contains(exchange.getRequestURI().getPath())) {
        answer(exchange, wire, 404, new byte[0]);
      } else {
        accept(exchange, wire);
      }
    }
  }

  private void refuse(HttpExchange exchange, byte[] wire, Mood.Refusal refusal) throws IOException {
    refusal
        .retryAfter()
        .map(Duration::toSeconds)
        .ifPresent(seconds -> exchange.getResponseHeaders().set("Retry-After", seconds.toString()));
    answer(exchange, wire, refusal.status(), new byte[0]);
  }

  private void accept(HttpExchange exchange, byte[] wire) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    byte[] reply;
    try {
      byte[] body =
          "gzip".equals(encoding)
              ? new GZIPInputStream(new ByteArrayInputStream(wire)).readAllBytes()
              : wire;
      reply = desk.accept(exchange.getRequestURI().getPath(), body).toByteArray();
    } catch (InvalidProtocolBufferException e) {
      answer(exchange, wire, 400, new byte[0]);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    answer(exchange, wire, 200, reply);
  }

  private void answer(HttpExchange exchange, byte[] wire, int status, byte[] reply)
      throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    desk.requests()
        .add(
            new ReceivedRequest(
                ReceivedRequest.Protocol.HTTP,
                exchange.getRequestURI().getPath(),
                headers,
                wire.length,
                status,
                clientCertificate(exchange)));
    exchange.sendResponseHeaders(status, reply.length == 0 ? -1 : reply.length);
    exchange.getResponseBody().write(reply);
  }

  private static Optional<String> clientCertificate(HttpExchange exchange) {
    if (exchange instanceof HttpsExchange https) {
      try {
        return Optional.of(https.getSSLSession().getPeerPrincipal().getName());
      } catch (SSLPeerUnverifiedException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
