package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.logs.LogCapture;
import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.logs.LogMemory;
import io.obsagent.engine.logs.LogQueue;
import io.obsagent.instrumentation.servlet.FakeAdapter.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code obs.logs.requests}: one event per request. */
class RequestEventsTest {
  private final Component servlet = new Component("/cart");
  private final LogMemory memory = new LogMemory(1 << 24);
  private final LogQueue queue = new LogQueue(memory, 0, 512, false);

  @AfterEach
  void off() {
    Engine.captureLogs(LogCapture.off());
  }

  private void install(String... settings) {
    Properties properties = new Properties();
    properties.setProperty("obs.logs.requests", "true");
    Engine.captureLogs(
        LogCapture.of(ConfigurationReader.read(properties, Map.of(), null), memory, queue));
    TestEngine.install(settings);
  }

  private void serve(FakeRequest request, FakeResponse response, Throwable thrown) {
    Object token = ServletEntry.enterServlet(FakeAdapter.INSTANCE, servlet, request, response);
    ServletEntry.exit(FakeAdapter.INSTANCE, token, request, response, thrown);
  }

  private List<LogEntry> events() {
    List<LogEntry> events = new ArrayList<>();
    for (LogEntry each = queue.poll(); each != null; each = queue.poll()) {
      events.add(each);
    }
    return events;
  }

  private static Map<String, Object> attributes(LogEntry event) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < event.attributeCount(); i++) {
      attributes.put(event.attributeKey(i), event.attributeValue(i));
    }
    return attributes;
  }

  @Test
  void saysWhatWasAskedAndAnswered() {
    install("otel.traces.sampler", "always_off");
    FakeRequest request = new FakeRequest().header("X-Request-ID", "r-1");
    request.header("X-Forwarded-For", "203.0.113.7, 10.0.0.1");
    request.uri = "/shop/cart;jsessionid=SECRET";
    request.query = "token=SECRET";
    serve(request, new FakeResponse(), null);
    LogEntry event = events().get(0);
    assertThat(event.eventName()).isEqualTo("obs.http.request");
    assertThat(event.body()).isEqualTo("GET /shop/cart 200");
    assertThat(event.severity()).isEqualTo(LogEntry.INFO);
    assertThat(event.hasTrace()).isTrue();
    Map<String, Object> attributes = attributes(event);
    assertThat((Double) attributes.remove("response_time_ms")).isNotNegative();
    assertThat(attributes)
        .containsExactly(
            Map.entry("method", "GET"),
            Map.entry("path", "/shop/cart"),
            Map.entry("client_ip", "203.0.113.7"),
            Map.entry("status_code", 200L),
            Map.entry("request_id", "r-1"));
  }

  @Test
  void saysWhatWentWrong() {
    install();
    serve(new FakeRequest(), new FakeResponse(), new IllegalStateException("no"));
    LogEntry event = events().get(0);
    assertThat(event.severity()).isEqualTo(LogEntry.ERROR);
    assertThat(attributes(event))
        .containsEntry("error_type", "java.lang.IllegalStateException")
        .containsEntry("status_code", 500L)
        .containsEntry("client_ip", "192.0.2.9");
  }

  @Test
  void saysNothingOfAnExcludedRequest() {
    install("obs.exclude.urls", "/shop/*");
    serve(new FakeRequest(), new FakeResponse(), null);
    assertThat(events()).isEmpty();
  }
}
