package io.obsagent.engine.export;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OTLP/HTTP collector of spans and log records that remembers what it got. */
final class LogCollector implements AutoCloseable {
  private final HttpServer server;
  final List<ExportLogsServiceRequest> requests = new CopyOnWriteArrayList<>();
  final List<Span> spans = new CopyOnWriteArrayList<>();

  /** Requests of log records that were refused. */
  final List<Integer> refused = new CopyOnWriteArrayList<>();

  volatile int logStatus = 200;

  LogCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status = 200;
    if (exchange.getRequestURI().getPath().endsWith("/v1/logs")) {
      status = logStatus;
      if (status == 200) {
        requests.add(ExportLogsServiceRequest.parseFrom(body));
      } else {
        refused.add(status);
      }
    } else {
      ExportTraceServiceRequest.parseFrom(body)
          .getResourceSpansList()
          .forEach(
              resource ->
                  resource
                      .getScopeSpansList()
                      .forEach(scope -> spans.addAll(scope.getSpansList())));
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  List<ScopeLogs> scopes() {
    List<ScopeLogs> scopes = new ArrayList<>();
    for (ExportLogsServiceRequest request : requests) {
      for (ResourceLogs resource : request.getResourceLogsList()) {
        scopes.addAll(resource.getScopeLogsList());
      }
    }
    return scopes;
  }

  List<LogRecord> records() {
    List<LogRecord> records = new ArrayList<>();
    scopes().forEach(scope -> records.addAll(scope.getLogRecordsList()));
    return records;
  }

  List<String> bodies() {
    return records().stream().map(each -> each.getBody().getStringValue()).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
