package io.obsagent.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.http.RawConnection;
import io.obsagent.smoke.http.RawResponse;
import io.obsagent.smoke.jvm.AgentStatus;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.SpanMatcher;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;

/**
 * The contract application under the agent. Every request carries a mark of its own in its query,
 * so that its SERVER span is found, and so that at the end there is exactly one for each.
 */
final class ContractService implements AutoCloseable {
  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final Installation.Started service;
  private final AtomicInteger marks = new AtomicInteger();
  private final Set<String> traced = new LinkedHashSet<>();
  private final Set<String> untraced = new LinkedHashSet<>();

  ContractService(Installation installation) {
    this(installation, Map.of());
  }

  /**
   * @param more settings of the agent
   */
  ContractService(Installation installation, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("otel.exporter.otlp.protocol", "http/protobuf");
    settings.put("otel.exporter.otlp.endpoint", receiver.httpEndpoint());
    settings.put("otel.bsp.schedule.delay", "20");
    settings.put("otel.service.name", "contract");
    settings.put("obs.exclude.urls", "/prefix/excluded*");
    settings.put("otel.instrumentation.http.server.capture-request-headers", "X-Tenant,Cookie");
    settings.put("otel.instrumentation.http.server.capture-response-headers", "X-Answer");
    settings.putAll(more);
    service = installation.start(settings);
  }

  /** What came of one request. */
  record Answer(RawResponse response, ReceivedSpan span) {}

  int port() {
    return service.port();
  }

  /** Waits for a line on the service's standard error. */
  MatchResult awaitLog(String regex) {
    return service.jvm().stderr().awaitLine(regex, Duration.ofSeconds(30));
  }

  OtlpReceiver receiver() {
    return receiver;
  }

  /** A mark for a request that is to be traced. */
  String mark() {
    String mark = "n=" + marks.incrementAndGet();
    traced.add(mark);
    return mark;
  }

  /** A mark for a request that is not to be. */
  String untracedMark() {
    String mark = "n=" + marks.incrementAndGet();
    untraced.add(mark);
    return mark;
  }

  /** {@code GET /shop<path>} on a connection of its own; headers as {@code Name: value}. */
  Answer get(String path, String... headers) throws IOException {
    return send("GET", path, "", headers);
  }

  Answer send(String method, String path, String body, String... headers) throws IOException {
    String mark = mark();
    RawResponse response = exchange(method, path, mark, body, headers);
    return new Answer(response, span(mark));
  }

  RawResponse exchange(String method, String path, String mark, String body, String... headers)
      throws IOException {
    try (RawConnection connection = RawConnection.open(port())) {
      connection.send(request(method, path, mark, body, "Connection: close", headers));
      return connection.receive();
    }
  }

  static String request(
      String method, String path, String mark, String body, String first, String... headers) {
    StringBuilder text = new StringBuilder();
    text.append(method).append(" /shop").append(path).append(path.indexOf('?') < 0 ? '?' : '&');
    text.append(mark).append(" HTTP/1.1\nHost: shop.example:8080\n").append(first).append('\n');
    for (String header : headers) {
      text.append(header).append('\n');
    }
    if (!body.isEmpty()) {
      text.append("Content-Length: ").append(body.length()).append('\n');
    }
    return text.append('\n').append(body).toString();
  }

  static SpanMatcher marked(String mark) {
    return SpanMatcher.kind(ReceivedSpan.Kind.SERVER)
        .and(
            "of request " + mark,
            span -> ("&" + span.attribute("url.query") + "&").contains("&" + mark + "&"));
  }

  /** The SERVER span of a request; waits for it. */
  ReceivedSpan span(String mark) {
    return receiver.traces().exactlyOne(marked(mark));
  }

  /** Waits for the query a page made inside a request. */
  ReceivedSpan work(String table, ReceivedSpan server) {
    return receiver.traces().exactlyOne(SpanMatcher.client("SELECT " + table).childOf(server));
  }

  /**
   * Stops the service and checks what must hold over everything that was asked of it; that the
   * agent had no fault, stopping checks.
   */
  void finish() {
    service.jvm().stop();
    for (String mark : traced) {
      assertThat(receiver.traces().spans(marked(mark))).as("request %s", mark).hasSize(1);
    }
    for (String mark : untraced) {
      receiver.traces().none(marked(mark));
    }
    AgentStatus agent = service.jvm().agentStatus();
    assertThat(agent.health("incomplete_parts")).as("%s", agent).isZero();
    assertThat(agent.dropped()).as("%s", agent).isZero();
    assertThat(service.jvm().stderr().text()).doesNotContain("io.obsagent");
  }

  @Override
  public void close() {
    service.jvm().close();
    receiver.close();
  }
}
