package io.obsagent.instrumentation.kafka;

import static io.obsagent.instrumentation.kafka.KafkaEngine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.weaving.WeavingAgent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What sink tasks of each version of Connect's API are called in, against a real broker. */
@ParameterizedClass
@MethodSource("versions")
class ConnectContractTest {
  private static WeavingAgent weaving;

  private final ClientVersion version;
  private final String topic = "t-" + UUID.randomUUID();
  private final KafkaEngine engine = KafkaEngine.install();

  ConnectContractTest(ClientVersion version) {
    this.version = version;
  }

  static Stream<ClientVersion> versions() {
    return ClientVersion.ofConnect();
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

  @Test
  void aPutIsOneSpanWithALinkPerRecordAndAnEmptyOneIsNone() throws Exception {
    List<String> seen = version.call(engine, "Sinking", "sink", topic);
    Set<Long> linked = new HashSet<>();
    List<String> puts = new ArrayList<>();
    for (RecordedSpan process : engine.named("process " + topic)) {
      assertThat(process.kind()).isEqualTo(SpanKind.CONSUMER);
      assertThat(process.parentSpanId()).isZero();
      assertThat(attribute(process, "messaging.batch.message_count"))
          .isEqualTo((long) process.linkCount());
      assertThat(attribute(process, "messaging.consumer.group.name")).isEqualTo("fulfilment");
      for (int i = 0; i < process.linkCount(); i++) {
        linked.add(process.link(i).spanId());
        assertThat(KafkaEngine.link(process, i))
            .containsEntry("messaging.destination.partition.id", "0")
            .containsKeys("messaging.kafka.offset", "messaging.kafka.message.key");
      }
      puts.add("put " + process.linkCount() + " " + process.traceIdHex());
    }
    Set<Long> sent = new HashSet<>();
    engine.named("send " + topic).forEach(each -> sent.add(each.spanId()));
    assertThat(linked).hasSize(3).isEqualTo(sent);
    assertThat(seen).filteredOn(each -> each.startsWith("put")).isEqualTo(puts);
    assertThat(seen).filteredOn(each -> each.startsWith("empty")).containsOnly("empty none");
    assertThat(seen).contains("empty none");
  }

  @Test
  void aPutThatFailsSaysSo() throws Exception {
    String seen = version.call(engine, "Sinking", "failing", topic);
    assertThat(seen).isEqualTo("disk full none");
    RecordedSpan process = engine.only("process " + topic);
    assertThat(process.statusDescription()).isEqualTo("disk full");
    assertThat(attribute(process, "error.type")).isEqualTo(IllegalStateException.class.getName());
  }
}
