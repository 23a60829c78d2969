package io.obsagent.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import io.obsagent.smoke.kafka.KafkaBroker;
import io.obsagent.weaving.WeavingAgent;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What is counted of Kafka's clients, against a real broker. */
@ParameterizedClass
@MethodSource("versions")
class KafkaMetricsTest {
  private static WeavingAgent weaving;

  private final ClientVersion version;
  private final String topic = "t-" + UUID.randomUUID();

  KafkaMetricsTest(ClientVersion version) {
    this.version = version;
  }

  static Stream<ClientVersion> versions() {
    return ClientVersion.underTest();
  }

  @BeforeAll
  static void weave() {
    weaving = KafkaEngine.weave();
  }

  @AfterAll
  static void unweave() {
    weaving.remove();
  }

  /** Every point as its count or value, by instrument and attributes. */
  private static Map<String, Long> points() {
    Map<String, Long> points = new TreeMap<>();
    for (MetricReading reading : Engine.metrics().collect()) {
      Instrument instrument = reading.instrument();
      for (Point point : reading.points()) {
        Map<String, Object> attributes = new TreeMap<>();
        for (int i = 0; i < instrument.keyCount(); i++) {
          if (point.value(i) != null) {
            attributes.put(instrument.key(i).name(), point.value(i));
          }
        }
        boolean counter = instrument.unit().equals("{message}");
        points.put(instrument.name() + attributes, counter ? point.wholeValue() : point.count());
      }
    }
    return points;
  }

  private Map<String, Object> attributes(String operation, String type, boolean consumer) {
    Map<String, Object> attributes = new TreeMap<>();
    attributes.put("messaging.system", "kafka");
    attributes.put("messaging.operation.name", operation);
    if (type != null) {
      attributes.put("messaging.operation.type", type);
    }
    attributes.put("messaging.destination.name", topic);
    if (consumer) {
      attributes.put("messaging.consumer.group.name", "fulfilment");
    }
    attributes.put("server.address", "127.0.0.1");
    attributes.put("server.port", (long) KafkaBroker.shared().port());
    return attributes;
  }

  private void everyCallIsCounted(boolean sampled) throws Exception {
    KafkaEngine engine = KafkaEngine.install(sampled);
    version.call(engine, "Receiving", "send", topic);
    version.call(engine, "Receiving", "loop", topic);
    Map<String, Long> points = points();
    assertThat(points)
        .containsEntry(
            "messaging.client.operation.duration" + attributes("send", "send", false), 3L)
        .containsEntry("messaging.client.sent.messages" + attributes("send", null, false), 3L)
        .containsKey("messaging.client.operation.duration" + attributes("poll", "receive", true))
        .containsEntry("messaging.client.consumed.messages" + attributes("poll", null, true), 3L)
        .containsEntry("messaging.process.duration" + attributes("process", null, true), 3L);
    Map<String, Object> queue = attributes("", null, true);
    queue.keySet().removeIf(each -> each.contains("operation") || each.contains("server"));
    assertThat(points).containsEntry("obs.messaging.time_in_queue" + queue, 3L);
  }

  @Test
  void everyCallIsCounted() throws Exception {
    everyCallIsCounted(true);
  }

  @Test
  void soAreThoseThatAreNotSampled() throws Exception {
    everyCallIsCounted(false);
  }

  @Test
  void whatIsExcludedIsNotCounted() throws Exception {
    KafkaEngine engine = KafkaEngine.install("obs.exclude.topics", topic);
    version.call(engine, "Receiving", "send", topic);
    version.call(engine, "Receiving", "loop", topic);
    assertThat(points()).isEmpty();
  }
}
