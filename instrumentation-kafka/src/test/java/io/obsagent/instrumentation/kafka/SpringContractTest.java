package io.obsagent.instrumentation.kafka;

import static io.obsagent.instrumentation.kafka.KafkaEngine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.smoke.kafka.KafkaBroker;
import io.obsagent.weaving.WeavingAgent;
import java.util.ArrayList;
import java.util.Comparator;
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

/** What listeners of each version of Spring Kafka are called in, against a real broker. */
@ParameterizedClass
@MethodSource("versions")
class SpringContractTest {
  private static WeavingAgent weaving;

  private final ClientVersion version;
  private final String topic = "t-" + UUID.randomUUID();
  private KafkaEngine engine = KafkaEngine.install();

  SpringContractTest(ClientVersion version) {
    this.version = version;
  }

  static Stream<ClientVersion> versions() {
    return ClientVersion.ofSpring();
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

  private <T> T call(String method) throws Exception {
    return version.call(engine, "Listening", method, topic);
  }

  private List<RecordedSpan> processes() {
    return inOrder("process " + topic);
  }

  private static List<String> each(List<String> traces) {
    return List.of("a " + traces.get(0), "b " + traces.get(1), "c " + traces.get(2));
  }

  /** As they began; they leave in the order in which the broker answers. */
  private List<RecordedSpan> inOrder(String name) {
    List<RecordedSpan> spans = engine.named(name);
    spans.sort(Comparator.comparingLong(RecordedSpan::startNanos));
    return spans;
  }

  @Test
  void aListenerHandlesEachRecordInTheTraceItWasSentIn() throws Exception {
    List<List<String>> result = call("single");
    assertThat(result.get(1)).isEqualTo(each(result.get(0)));
    List<RecordedSpan> sends = inOrder("send " + topic);
    assertThat(processes()).hasSize(3);
    for (int i = 0; i < 3; i++) {
      RecordedSpan process = processes().get(i);
      assertThat(process.kind()).isEqualTo(SpanKind.CONSUMER);
      assertThat(process.parentSpanId()).isEqualTo(sends.get(i).spanId());
      assertThat(process.linkCount()).isEqualTo(1);
      assertThat(process.link(0).spanId()).isEqualTo(sends.get(i).spanId());
      assertThat(attribute(process, "messaging.operation.name")).isEqualTo("process");
      assertThat(attribute(process, "messaging.destination.name")).isEqualTo(topic);
      assertThat(attribute(process, "messaging.destination.partition.id")).isEqualTo("0");
      assertThat(attribute(process, "messaging.kafka.offset")).isEqualTo((long) i);
      assertThat(attribute(process, "messaging.kafka.message.key"))
          .isEqualTo("key " + "abc".charAt(i));
      assertThat(attribute(process, "messaging.consumer.group.name")).isEqualTo("listeners");
      assertThat((String) attribute(process, "messaging.client.id")).startsWith("consumer-");
      assertThat(attribute(process, "server.port")).isEqualTo((long) KafkaBroker.shared().port());
      RecordedSpan work = engine.only("handle " + "abc".charAt(i));
      assertThat(work.parentSpanId()).isEqualTo(process.spanId());
      assertThat(process.endNanos()).isGreaterThanOrEqualTo(work.endNanos());
      assertThat(process.startNanos()).isLessThanOrEqualTo(work.startNanos());
    }
  }

  @Test
  void whatAListenerHandsToAPoolStaysInTheTrace() throws Exception {
    List<List<String>> result = call("pooled");
    assertThat(result.get(1)).containsExactlyInAnyOrderElementsOf(each(result.get(0)));
    assertThat(processes()).hasSize(3);
  }

  @Test
  void aBatchHasOneSpanWithALinkPerRecord() throws Exception {
    batch("batch");
  }

  @Test
  void soHasOneThatIsGivenWhatWasPolled() throws Exception {
    batch("batchOfThePoll");
  }

  private void batch(String method) throws Exception {
    List<List<String>> result = call(method);
    Set<Long> linked = new HashSet<>();
    List<String> calls = new ArrayList<>();
    for (RecordedSpan process : processes()) {
      assertThat(process.kind()).isEqualTo(SpanKind.CONSUMER);
      assertThat(process.parentSpanId()).isZero();
      assertThat(result.get(0)).doesNotContain(process.traceIdHex());
      assertThat(attribute(process, "messaging.operation.type")).isEqualTo("process");
      assertThat(attribute(process, "messaging.destination.name")).isEqualTo(topic);
      assertThat(attribute(process, "messaging.consumer.group.name")).isEqualTo("listeners");
      assertThat(attribute(process, "messaging.batch.message_count"))
          .isEqualTo((long) process.linkCount());
      for (int i = 0; i < process.linkCount(); i++) {
        linked.add(process.link(i).spanId());
        assertThat(KafkaEngine.link(process, i))
            .containsEntry("messaging.destination.partition.id", "0")
            .containsKeys("messaging.kafka.offset", "messaging.kafka.message.key");
      }
      calls.add("batch of " + process.linkCount() + " " + process.traceIdHex());
    }
    Set<Long> sent = new HashSet<>();
    engine.named("send " + topic).forEach(each -> sent.add(each.spanId()));
    assertThat(linked).hasSize(3).isEqualTo(sent);
    assertThat(result.get(1)).filteredOn(each -> each.startsWith("batch")).isEqualTo(calls);
    assertThat(result.get(1)).hasSize(3 + calls.size());
  }

  @Test
  void eachAttemptIsASpanOfItsOwn() throws Exception {
    List<List<String>> result = call("failing");
    List<String> traces = result.get(0);
    List<String> expected = new ArrayList<>(each(traces));
    expected.add(1, "fail " + traces.get(1));
    assertThat(result.get(1)).isEqualTo(expected);
    List<RecordedSpan> processes = processes();
    assertThat(processes).hasSize(4);
    assertThat(processes).filteredOn(RecordedSpan::isFailed).hasSize(1);
    RecordedSpan failed = processes.get(1);
    assertThat(failed.isFailed()).isTrue();
    assertThat(failed.statusDescription()).isEqualTo("not yet");
    assertThat(attribute(failed, "error.type")).isEqualTo(IllegalStateException.class.getName());
    assertThat(processes.get(2).parentSpanId()).isEqualTo(failed.parentSpanId());
  }

  @Test
  void anIdleContainerMakesNoSpans() throws Exception {
    engine =
        KafkaEngine.install(
            "otel.instrumentation.messaging.experimental.receive-telemetry.enabled", "true");
    assertThat((List<String>) call("idle")).isEmpty();
    assertThat(engine.spans()).isEmpty();
  }

  @Test
  void aConsumerThatTheListenerUsesIsItsOwn() throws Exception {
    List<List<String>> result = call("ownConsumer");
    assertThat(result.get(1)).isEqualTo(each(result.get(0)));
    assertThat(processes()).hasSize(3);
    RecordedSpan own = engine.only("process " + topic + "-own");
    assertThat(own.linkCount()).isEqualTo(2);
    assertThat(own.link(1).spanId()).isEqualTo(processes().get(0).spanId());
  }

  @Test
  void anAnswerIsSentInTheTraceOfTheQuestion() throws Exception {
    List<List<String>> result = call("sendTo");
    assertThat(result.get(1)).isEqualTo(each(result.get(0)));
    List<RecordedSpan> replies = inOrder("send " + topic + "-replies");
    assertThat(replies).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(replies.get(i).parentSpanId()).isEqualTo(processes().get(i).spanId());
      assertThat(replies.get(i).traceIdHex()).isEqualTo(result.get(0).get(i));
    }
  }

  @Test
  void anExcludedTopicIsHandledInNoTrace() throws Exception {
    engine = KafkaEngine.install("obs.exclude.topics", "t-*");
    call("single");
    assertThat(processes()).isEmpty();
  }
}
