package io.obsagent.instrumentation.kafka;

import static io.obsagent.instrumentation.kafka.KafkaEngine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.weaving.WeavingAgent;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a topology of each version of Kafka Streams runs in, against a real broker. */
@ParameterizedClass
@MethodSource("versions")
class StreamsContractTest {
  private static WeavingAgent weaving;

  private final ClientVersion version;
  private final String topic = "t-" + UUID.randomUUID();
  private final KafkaEngine engine = KafkaEngine.install();

  StreamsContractTest(ClientVersion version) {
    this.version = version;
  }

  static Stream<ClientVersion> versions() {
    return ClientVersion.ofStreams();
  }

  @BeforeAll
  static void weave() {
    weaving = KafkaEngine.weave();
  }

  @AfterAll
  static void unweave() {
    weaving.remove();
  }

  @AfterEach
  void healthy() {
    KafkaEngine.assertHealthy();
  }

  /** As they began; they leave in the order in which the broker answers. */
  private List<RecordedSpan> inOrder(String name) {
    List<RecordedSpan> spans = engine.named(name);
    spans.sort(Comparator.comparingLong(RecordedSpan::startNanos));
    return spans;
  }

  @Test
  void aRecordIsProcessedInTheTraceItWasSentIn() throws Exception {
    List<List<String>> result = version.call(engine, "Streaming", "map", topic);
    List<String> traces = result.get(0);
    assertThat(result.get(1))
        .containsExactly("a " + traces.get(0), "b " + traces.get(1), "c " + traces.get(2));
    List<RecordedSpan> sends = inOrder("send " + topic);
    List<RecordedSpan> processes = inOrder("process " + topic);
    List<RecordedSpan> mapped = inOrder("send " + topic + "-mapped");
    assertThat(processes).hasSize(3);
    assertThat(mapped).hasSize(3);
    for (int i = 0; i < 3; i++) {
      RecordedSpan process = processes.get(i);
      assertThat(process.kind()).isEqualTo(SpanKind.CONSUMER);
      assertThat(process.parentSpanId()).isEqualTo(sends.get(i).spanId());
      assertThat(process.link(0).spanId()).isEqualTo(sends.get(i).spanId());
      assertThat(attribute(process, "messaging.kafka.offset")).isEqualTo((long) i);
      assertThat(attribute(process, "messaging.consumer.group.name")).isEqualTo("streams-" + topic);
      RecordedSpan work = engine.only("handle " + "abc".charAt(i));
      assertThat(work.parentSpanId()).isEqualTo(process.spanId());
      assertThat(process.endNanos()).isGreaterThanOrEqualTo(work.endNanos());
      RecordedSpan send = mapped.get(i);
      assertThat(send.parentSpanId()).isEqualTo(process.spanId());
      assertThat(send.traceIdHex()).isEqualTo(traces.get(i));
    }
  }
}
