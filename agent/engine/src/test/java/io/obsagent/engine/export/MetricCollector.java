package io.obsagent.engine.export;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OTLP/HTTP collector of metrics that remembers what it got. */
final class MetricCollector implements AutoCloseable {
  private final HttpServer server;
  final List<ExportMetricsServiceRequest> requests = new CopyOnWriteArrayList<>();
  final List<String> paths = new CopyOnWriteArrayList<>();
  volatile int status = 200;

  MetricCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    paths.add(exchange.getRequestURI().getPath());
    if (status == 200) {
      requests.add(ExportMetricsServiceRequest.parseFrom(body));
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  ExportMetricsServiceRequest last() {
    return requests.get(requests.size() - 1);
  }

  static List<Metric> metrics(ExportMetricsServiceRequest request) {
    List<Metric> metrics = new ArrayList<>();
    for (ResourceMetrics resource : request.getResourceMetricsList()) {
      resource.getScopeMetricsList().forEach(scope -> metrics.addAll(scope.getMetricsList()));
    }
    return metrics;
  }

  /** The metric of this name in the last request. */
  Metric metric(String name) {
    return metrics(last()).stream()
        .filter(metric -> metric.getName().equals(name))
        .findAny()
        .orElseThrow(() -> new NoSuchElementException(name));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
