package io.obsagent.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.example.kafka.api.Probe;
import io.obsagent.engine.Engine;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import io.obsagent.smoke.kafka.KafkaBroker;
import io.obsagent.weaving.WeavingAgent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
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

  /** Reads the lags of the topic, on a thread that is not the consumers', whenever it is told. */
  private final class Reader implements Probe {
    final Map<String, Map<String, Long>> read = new LinkedHashMap<>();

    @Override
    public void work(String where) {
      Thread metrics =
          new Thread(
              () -> {
                Map<String, Long> lags = points();
                lags.keySet().removeIf(each -> !each.contains("lag"));
                read.put(where, lags);
              });
      metrics.start();
      try {
        metrics.join();
      } catch (InterruptedException unexpected) {
        throw new AssertionError(unexpected);
      }
    }

    @Override
    public String traceId() {
      return "none";
    }

    @Override
    public <T> T inRequest(Callable<T> request) throws Exception {
      return request.call();
    }
  }

  private static String lag(String topic, String group) {
    return "obs.messaging.consumer.lag{messaging.consumer.group.name="
        + group
        + ", messaging.destination.name="
        + topic
        + ", messaging.destination.partition.id=0}";
  }

  @Test
  void aConsumersLagIsReadWhileItIsOpen() throws Exception {
    KafkaEngine.install();
    // Metrics of clients before 4.0 know no dots.
    String dotted = "t.o_" + topic;
    Reader reader = new Reader();
    version.call(reader, "Lagging", "behind", dotted);
    String one = lag(dotted, "fulfilment");
    String two = lag(dotted, "other");
    assertThat(reader.read)
        .containsExactly(
            entry("three", Map.of(one, 7L)),
            entry("six and eight", Map.of(one, 4L, two, 2L)),
            entry("ten and eight", Map.of(one, 0L, two, 2L)),
            entry("closed", Map.of()));
    KafkaEngine.assertHealthy();
  }

  @Test
  void anExcludedTopicHasNoLag() throws Exception {
    KafkaEngine.install("obs.exclude.topics", topic);
    Reader reader = new Reader();
    version.call(reader, "Lagging", "behind", topic);
    assertThat(reader.read).hasSize(4).allSatisfy((where, lags) -> assertThat(lags).isEmpty());
  }

  @Test
  void whatIsExcludedIsNotCounted() throws Exception {
    KafkaEngine engine = KafkaEngine.install("obs.exclude.topics", topic);
    version.call(engine, "Receiving", "send", topic);
    version.call(engine, "Receiving", "loop", topic);
    assertThat(points()).isEmpty();
  }
}
