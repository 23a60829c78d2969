package io.obsagent.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.weaving.WeavingAgent;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Producers that still speak to brokers whose records have no headers: those before 4.0. */
class OldBrokerTest {
  private static WeavingAgent weaving;

  static Stream<ClientVersion> versions() {
    return ClientVersion.underTest().filter(each -> each.major() < 4);
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
  void aBrokerThatTakesNoHeadersGetsNone(ClientVersion version) throws Exception {
    KafkaEngine engine = KafkaEngine.install();
    String topic = "t-" + UUID.randomUUID();
    List<Object> told = version.call(engine, "Sending", "toAnOldBroker", topic);
    List<RecordedSpan> sends = engine.named("send " + topic);
    assertThat(told.get(0)).isEqualTo(1L);
    String identity =
        "traceparent=00-" + sends.get(0).traceIdHex() + "-" + sends.get(0).spanIdHex() + "-03";
    assertThat(told.subList(1, 3)).containsExactly(List.of(identity), List.of());
    assertThat(sends).hasSize(2).noneMatch(RecordedSpan::isFailed);
    KafkaEngine.assertHealthy();
  }
}
