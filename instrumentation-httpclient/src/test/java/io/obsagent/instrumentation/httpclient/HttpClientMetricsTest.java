package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import io.obsagent.engine.trace.Context;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted of HTTP clients' calls, sampled or not. */
class HttpClientMetricsTest {
  private final FixedAdapter adapter = new FixedAdapter();

  private void call(Integer status, Throwable thrown) {
    HttpClientCall call = HttpClientRecorder.begin(adapter, "request", 0, System.nanoTime());
    HttpClientRecorder.end(call, adapter, "request", status, thrown);
  }

  private static List<Point> points() {
    List<MetricReading> readings = Engine.metrics().collect();
    return readings.isEmpty() ? List.of() : readings.get(0).points();
  }

  /** Of the only series. */
  static Map<String, Object> attributes() {
    MetricReading reading = Engine.metrics().collect().get(0);
    Instrument instrument = reading.instrument();
    assertThat(instrument.name()).isEqualTo("http.client.request.duration");
    assertThat(instrument.unit()).isEqualTo("s");
    assertThat(reading.points()).hasSize(1);
    Map<String, Object> attributes = new TreeMap<>();
    for (int i = 0; i < instrument.keyCount(); i++) {
      if (reading.points().get(0).value(i) != null) {
        attributes.put(instrument.key(i).name(), reading.points().get(0).value(i));
      }
    }
    return attributes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"always_on", "always_off"})
  void everyCallCountsWhateverIsSampled(String sampler) {
    TestEngine.install("otel.traces.sampler", sampler);
    call(200, null);
    call(200, null);

    assertThat(attributes())
        .containsEntry("http.request.method", "GET")
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("server.address", "outer.example")
        .containsEntry("server.port", 80L)
        .doesNotContainKey("error.type");
    assertThat(points().get(0).count()).isEqualTo(2);
    assertThat(points().get(0).errors()).isZero();
    assertThat(points().get(0).sum()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"always_on", "always_off"})
  void aStatusThatIsAnErrorIsItsType(String sampler) {
    TestEngine.install("otel.traces.sampler", sampler);
    call(503, null);

    assertThat(attributes())
        .containsEntry("http.response.status_code", 503L)
        .containsEntry("error.type", "503");
    assertThat(points().get(0).errors()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"always_on", "always_off"})
  void anExceptionIsItsType(String sampler) {
    TestEngine.install("otel.traces.sampler", sampler);
    call(null, new ConnectException("no"));

    assertThat(attributes())
        .containsEntry("error.type", "java.net.ConnectException")
        .doesNotContainKey("http.response.status_code");
    assertThat(points().get(0).errors()).isEqualTo(1);
  }

  @Test
  void whatTheCallerGivesUpCountsAndIsNoError() {
    TestEngine.install();
    call(null, new CancellationException());
    HttpClientRecorder.cancel(HttpClientRecorder.begin(adapter, "request", 0, System.nanoTime()));

    assertThat(attributes()).doesNotContainKeys("error.type", "http.response.status_code");
    assertThat(points().get(0).count()).isEqualTo(2);
    assertThat(points().get(0).errors()).isZero();
  }

  @Test
  void excludedCallsAndNestedOnesDoNotCount() {
    TestEngine.install();
    Context suppressed = Context.suppressed(Context.ROOT);
    Context before = suppressed.makeCurrent();
    call(200, null);
    suppressed.restore(before);
    HttpClientCall outer = HttpClientRecorder.begin(adapter, "request", 0, System.nanoTime());
    outer.enter();
    call(200, null);
    outer.leave();
    assertThat(points()).isEmpty();

    HttpClientRecorder.end(outer, adapter, "request", 200, null);
    assertThat(points().get(0).count()).isEqualTo(1);
  }
}
