package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleMetricExporterTest {
  @Test
  void aLinePerSeries() {
    InstrumentationScope scope = InstrumentationScope.named("test");
    AttributeKey route = AttributeKey.string("http.route");
    Metrics metrics = Metrics.of(10, false);
    metrics.histogram(scope, "calls", "", Buckets.HTTP, route).record(2_500_000, true, "/cart");
    metrics.upDownCounter(scope, "open", "{request}", "", route).add(3, null, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new ConsoleMetricExporter(out).export(metrics.collect(), 0, 0);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "[metric] calls http.route=/cart  count=1 errors=1 sum=0.002500s mean=0.002500s\n"
                + "[metric] open  3 {request}\n");
  }
}
