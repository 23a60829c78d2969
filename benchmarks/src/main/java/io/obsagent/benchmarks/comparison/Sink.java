package io.obsagent.benchmarks.comparison;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * The collector, in a JVM of its own: takes OTLP over HTTP, counts, forgets. Says its port on
 * standard output, and the counts of every service for each line of standard input.
 */
final class Sink {
  private final Map<String, OtlpCounts> services = new TreeMap<>();

  private Sink() {}

  public static void main(String[] args) throws IOException {
    Sink sink = new Sink();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", exchange -> sink.take(exchange, false));
    server.createContext("/v1/metrics", exchange -> sink.take(exchange, true));
    server.createContext("/v1/logs", Sink::ignore);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    System.out.println("sink " + server.getAddress().getPort());
    while (System.in.read() >= 0) {
      System.out.println(sink.counts());
    }
    System.exit(0);
  }

  private void take(HttpExchange exchange, boolean metrics) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] body;
    try (InputStream in = exchange.getRequestBody();
        InputStream plain = zipped ? new GZIPInputStream(in) : in) {
      body = plain.readAllBytes();
    }
    synchronized (services) {
      OtlpCounts.read(body, metrics, services);
    }
    answer(exchange);
  }

  private static void ignore(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      in.readAllBytes();
    }
    answer(exchange);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private String counts() {
    StringBuilder line = new StringBuilder("counts");
    synchronized (services) {
      services.forEach(
          (name, counts) ->
              line.append(' ')
                  .append(name)
                  .append('=')
                  .append(counts.spans)
                  .append(',')
                  .append(counts.internalSpans)
                  .append(',')
                  .append(counts.points)
                  .append(',')
                  .append(counts.requestsInMetrics)
                  .append(',')
                  .append(counts.bytes));
    }
    return line.toString();
  }
}
