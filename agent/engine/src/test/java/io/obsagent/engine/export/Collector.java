package io.obsagent.engine.export;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** An OTLP/HTTP collector that remembers what it got and answers what it is told to. */
final class Collector implements AutoCloseable {
  /** What to answer to the n-th request, counted from 0. */
  interface Answers {
    void answer(int request, HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
  final List<Headers> headers = new CopyOnWriteArrayList<>();
  final List<String> paths = new CopyOnWriteArrayList<>();
  final List<Long> arrivals = new CopyOnWriteArrayList<>();
  volatile Answers answers = (request, exchange) -> status(exchange, 200);

  private Collector(HttpServer server) {
    this.server = server;
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  static Collector start() throws IOException {
    return start(0);
  }

  static Collector start(int port) throws IOException {
    return new Collector(HttpServer.create(loopback(port), 0));
  }

  static Collector startTls(SSLContext tls, boolean needClient) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters chosen = tls.getDefaultSSLParameters();
            chosen.setNeedClientAuth(needClient);
            parameters.setSSLParameters(chosen);
          }
        });
    return new Collector(server);
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return (server instanceof HttpsServer ? "https" : "http") + "://localhost:" + port();
  }

  private synchronized int remember(HttpExchange exchange) throws IOException {
    Headers got = exchange.getRequestHeaders();
    try (InputStream raw = exchange.getRequestBody();
        InputStream body =
            "gzip".equals(got.getFirst("Content-Encoding")) ? new GZIPInputStream(raw) : raw) {
      requests.add(ExportTraceServiceRequest.parseFrom(body));
    }
    headers.add(got);
    paths.add(exchange.getRequestURI().getPath());
    arrivals.add(System.nanoTime());
    return requests.size() - 1;
  }

  private void handle(HttpExchange exchange) throws IOException {
    answers.answer(remember(exchange), exchange);
  }

  static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  static void body(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** All spans of all requests. */
  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (ExportTraceServiceRequest request : requests) {
      for (ResourceSpans resource : request.getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          spans.addAll(scope.getSpansList());
        }
      }
    }
    return spans;
  }

  List<String> names() {
    return spans().stream().map(Span::getName).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
