package io.obsagent.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.weaving.WeavingAgent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No record's work ever lands in another record's trace. */
class ShuffleTest {
  private static WeavingAgent weaving;

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

  @ParameterizedTest
  @MethodSource("versions")
  void whateverTheFormEachSpanIsInTheTraceOfItsRecord(ClientVersion version) throws Exception {
    KafkaEngine engine = KafkaEngine.install();
    String topic = "shuffle-" + UUID.randomUUID();
    List<Object> told = version.call(engine, "Shuffle", "go", topic);

    assertThat((List<?>) told.get(0)).isEmpty();
    int works = 0;
    int batched = 0;
    int processes = 0;
    int requests = 0;
    Map<String, RecordedSpan> byId = new HashMap<>();
    for (RecordedSpan span : engine.spans()) {
      byId.put(span.spanIdHex(), span);
    }
    for (RecordedSpan span : engine.spans()) {
      String name = span.nameText();
      if (name.startsWith("work ")) {
        works++;
        assertThat(span.traceIdHex()).isEqualTo(name.substring(5));
      } else if (name.startsWith("batch ")) {
        batched++;
        assertThat(span.traceIdHex()).isNotEqualTo(name.substring(6));
      } else if (name.equals("process " + topic)) {
        processes++;
        RecordedSpan send = byId.get(span.link(0).spanIdHex());
        assertThat(send.nameText()).isEqualTo("send " + topic);
        assertThat(span.traceIdHex()).isEqualTo(send.traceIdHex());
        assertThat(span.endNanos()).isGreaterThanOrEqualTo(span.startNanos());
      } else if (name.equals("request")) {
        requests++;
      }
    }
    assertThat(requests).isEqualTo(3_000);
    assertThat(processes).as("processed").isEqualTo((Integer) told.get(1));
    assertThat(works).as("works").isEqualTo((Integer) told.get(2)).isGreaterThan(2_000);
    assertThat(batched).as("batched").isEqualTo((Integer) told.get(3)).isPositive();
    KafkaEngine.assertHealthy();
  }
}
