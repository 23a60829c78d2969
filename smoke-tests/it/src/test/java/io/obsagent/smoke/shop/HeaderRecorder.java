package io.obsagent.smoke.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Stands where the payment system would, and writes down the trace context of each request. */
final class HeaderRecorder implements AutoCloseable {

  private final HttpServer server;
  private final List<OutgoingHeaders> requests = new ArrayList<>();

  private HeaderRecorder(HttpServer server) {
    this.server = server;
  }

  static HeaderRecorder start() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HeaderRecorder recorder = new HeaderRecorder(HttpServer.create(anyPort, 0));
    recorder.server.createContext("/", recorder::answer);
    recorder.server.start();
    return recorder;
  }

  private void answer(HttpExchange exchange) throws IOException {
    synchronized (requests) {
      requests.add(
          new OutgoingHeaders(
              exchange.getRequestHeaders().getOrDefault("traceparent", List.of()),
              exchange.getRequestHeaders().getOrDefault("tracestate", List.of())));
    }
    byte[] body = "Visa".getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The requests since the last time this was asked. */
  List<OutgoingHeaders> taken() {
    synchronized (requests) {
      List<OutgoingHeaders> taken = List.copyOf(requests);
      requests.clear();
      return taken;
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
