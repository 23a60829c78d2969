package io.obsagent.smoke.differential;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends who asks for {@code /redirect/…} to {@code /landed/…}, knows nothing of {@code /missing/…},
 * and writes down the {@code traceparent} of each path.
 */
final class RedirectingServer implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, List<String>> traceParents = new ConcurrentHashMap<>();

  RedirectingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    traceParents.put(path, exchange.getRequestHeaders().getOrDefault("traceparent", List.of()));
    byte[] body = "here".getBytes(StandardCharsets.US_ASCII);
    int status = 200;
    if (path.startsWith("/redirect/")) {
      exchange.getResponseHeaders().add("Location", path.replace("redirect", "landed"));
      status = 302;
    } else if (path.startsWith("/missing/")) {
      status = 404;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** As they came over the wire. */
  Map<String, List<String>> traceParents() {
    return traceParents;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
