package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted of requests, sampled or not. */
class HttpServerMetricsTest {
  private static final String DURATION = "http.server.request.duration";
  private static final String ACTIVE = "http.server.active_requests";

  private final FakeRequest request = new FakeRequest();
  private final FakeResponse response = new FakeResponse();

  private Object enter() {
    return ServletEntry.enterServlet(
        FakeAdapter.INSTANCE, new FakeAdapter.Component("/cart"), request, response);
  }

  private void exit(Object token, Throwable thrown) {
    ServletEntry.exit(FakeAdapter.INSTANCE, token, request, response, thrown);
  }

  private static List<Point> points(String name) {
    for (MetricReading reading : Engine.metrics().collect()) {
      if (reading.instrument().name().equals(name)) {
        return reading.points();
      }
    }
    return List.of();
  }

  private static Point only(String name) {
    assertThat(points(name)).hasSize(1);
    return points(name).get(0);
  }

  private static Map<String, Object> attributes(String name) {
    Point point = only(name);
    Map<String, Object> attributes = new TreeMap<>();
    for (MetricReading reading : Engine.metrics().collect()) {
      Instrument instrument = reading.instrument();
      for (int i = 0; instrument.name().equals(name) && i < instrument.keyCount(); i++) {
        if (point.value(i) != null) {
          attributes.put(instrument.key(i).name(), point.value(i));
        }
      }
    }
    return attributes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"always_on", "always_off"})
  void everyRequestCountsWhateverIsSampled(String sampler) {
    TestEngine engine = TestEngine.install("otel.traces.sampler", sampler);
    exit(enter(), null);

    assertThat(engine.spans()).hasSize(sampler.equals("always_on") ? 1 : 0);
    assertThat(attributes(DURATION))
        .isEqualTo(
            Map.of(
                "http.request.method", "GET",
                "http.response.status_code", 200L,
                "http.route", "/shop/cart",
                "url.scheme", "http",
                "network.protocol.version", "1.1"));
    assertThat(only(DURATION).count()).isEqualTo(1);
    assertThat(only(DURATION).errors()).isZero();
    assertThat(only(DURATION).sum()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"always_on", "always_off"})
  void anExceptionIsAnError(String sampler) {
    TestEngine.install("otel.traces.sampler", sampler);
    exit(enter(), new IllegalStateException("no"));

    assertThat(attributes(DURATION))
        .containsEntry("error.type", "java.lang.IllegalStateException")
        .containsEntry("http.response.status_code", 500L);
    assertThat(only(DURATION).errors()).isEqualTo(1);
  }

  @Test
  void aServerErrorIsAnError() {
    TestEngine.install("otel.traces.sampler", "always_off");
    response.status = 503;
    exit(enter(), null);

    assertThat(attributes(DURATION)).containsEntry("error.type", "503");
    assertThat(only(DURATION).errors()).isEqualTo(1);
  }

  @Test
  void aClientErrorIsNone() {
    TestEngine.install();
    response.status = 404;
    exit(enter(), null);

    assertThat(attributes(DURATION)).doesNotContainKey("error.type");
    assertThat(only(DURATION).errors()).isZero();
  }

  @Test
  void activeRequestsGoUpAndDown() {
    TestEngine.install("otel.traces.sampler", "always_off");
    Object token = enter();

    assertThat(only(ACTIVE).wholeValue()).isEqualTo(1);
    assertThat(attributes(ACTIVE))
        .isEqualTo(Map.of("http.request.method", "GET", "url.scheme", "http"));
    exit(token, null);
    assertThat(only(ACTIVE).wholeValue()).isZero();
  }

  @Test
  void aRequestThatNeverToldItsEndIsNotActiveForever() {
    TestEngine.install();
    request.asyncStarted = true;
    exit(enter(), null);
    assertThat(only(ACTIVE).wholeValue()).isEqualTo(1);

    request.asyncStarted = false;
    exit(enter(), null);
    assertThat(only(ACTIVE).wholeValue()).isZero();
    assertThat(points(DURATION).stream().mapToLong(Point::count).sum()).isEqualTo(2);
  }

  @Test
  void excludedRequestsDoNotCount() {
    TestEngine.install("obs.exclude.urls", "/shop/*");
    exit(enter(), null);

    assertThat(Engine.metrics().collect()).isEmpty();
  }
}
