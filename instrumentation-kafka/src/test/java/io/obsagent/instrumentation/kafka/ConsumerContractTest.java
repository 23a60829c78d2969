package io.obsagent.instrumentation.kafka;

import static io.obsagent.instrumentation.kafka.KafkaEngine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.semantics.MessagingAttributes;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.smoke.kafka.KafkaBroker;
import io.obsagent.weaving.WeavingAgent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a consumer of each version says, against a real broker. */
@ParameterizedClass
@MethodSource("versions")
class ConsumerContractTest {
  private static WeavingAgent weaving;

  private final ClientVersion version;
  private final String topic = "t-" + UUID.randomUUID();
  private KafkaEngine engine = KafkaEngine.install();

  ConsumerContractTest(ClientVersion version) {
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

  @AfterEach
  void healthy() {
    KafkaEngine.assertHealthy();
  }

  private <T> T call(String method) throws Exception {
    return version.call(engine, "Receiving", method, topic);
  }

  private List<RecordedSpan> processes() {
    return engine.named("process " + topic);
  }

  /** What is seen when each record is handled in the trace it was sent in. */
  private static List<String> each(List<String> traces) {
    return List.of("a " + traces.get(0), "b " + traces.get(1), "c " + traces.get(2));
  }

  @Test
  void aRecordIsHandledInTheTraceItWasSentIn() throws Exception {
    List<String> traces = call("send");
    assertThat((List<String>) call("loop")).isEqualTo(each(traces));
    List<RecordedSpan> sends = engine.named("send " + topic);
    assertThat(processes()).hasSize(3);
    for (int i = 0; i < 3; i++) {
      RecordedSpan process = processes().get(i);
      RecordedSpan send = sends.get(i);
      assertThat(process.kind()).isEqualTo(SpanKind.CONSUMER);
      assertThat(process.parentSpanId()).isEqualTo(send.spanId());
      assertThat(process.traceIdHex()).isEqualTo(send.traceIdHex());
      assertThat(process.linkCount()).isEqualTo(1);
      assertThat(process.link(0).spanId()).isEqualTo(send.spanId());
      assertThat(process.isFailed()).isFalse();
      assertThat(attribute(process, "messaging.system")).isEqualTo("kafka");
      assertThat(attribute(process, "messaging.operation.name")).isEqualTo("process");
      assertThat(attribute(process, "messaging.operation.type")).isEqualTo("process");
      assertThat(attribute(process, "messaging.destination.name")).isEqualTo(topic);
      assertThat(attribute(process, "messaging.destination.partition.id")).isEqualTo("0");
      assertThat(attribute(process, "messaging.kafka.offset")).isEqualTo((long) i);
      assertThat(attribute(process, "messaging.kafka.message.key"))
          .isEqualTo("key " + "abc".charAt(i));
      assertThat(attribute(process, "messaging.kafka.message.tombstone")).isNull();
      assertThat(attribute(process, "messaging.consumer.group.name")).isEqualTo("fulfilment");
      assertThat((String) attribute(process, "messaging.client.id")).startsWith("consumer-");
      assertThat(attribute(process, "messaging.message.body.size")).isNull();
      assertThat(attribute(process, "server.address")).isEqualTo("127.0.0.1");
      assertThat(attribute(process, "server.port")).isEqualTo((long) KafkaBroker.shared().port());
      RecordedSpan work = engine.only("handle " + "abc".charAt(i));
      assertThat(work.parentSpanId()).isEqualTo(process.spanId());
      assertThat(process.endNanos()).isGreaterThanOrEqualTo(work.endNanos());
    }
    assertThat(engine.spans().stream().map(RecordedSpan::nameText)).doesNotContain("poll " + topic);
  }

  @Test
  void everyWayToComeToARecordCounts() throws Exception {
    List<String> traces = call("send");
    for (String form :
        List.of(
            "iterator",
            "ofPartition",
            "ofTopic",
            "forEach",
            "forEachOfPartition",
            "listIterator",
            "stream",
            "streamOfPartition",
            "streamOfTopic",
            "parallelStreamOfPartition")) {
      engine.forget();
      assertThat((List<String>) call(form)).as(form).isEqualTo(each(traces));
      assertThat(processes()).as(form).hasSize(3);
    }
  }

  @Test
  void copyingRecordsIsNotHandlingThem() throws Exception {
    call("send");
    List<String> seen = call("copied");
    assertThat(seen).containsExactly("a none", "b none", "c none");
    assertThat(processes()).isEmpty();
  }

  @Test
  void aBrokenLoopsRecordEndsWithTheNextPollAndItsLastEvent() throws Exception {
    List<String> traces = call("send");
    for (String form : List.of("leftByBreak", "leftByException")) {
      engine.forget();
      List<String> seen = call(form);
      assertThat(seen).startsWith("a " + traces.get(0)).endsWith("after none");
      assertThat(processes()).hasSize(1);
      RecordedSpan process = processes().get(0);
      RecordedSpan work = engine.only("handle a");
      assertThat(process.isFailed()).isFalse();
      assertThat(process.endNanos()).isGreaterThanOrEqualTo(work.endNanos() - 1_000_000);
      assertThat(process.endNanos() - work.endNanos()).isLessThan(1_000_000_000);
    }
  }

  @Test
  void aForEachThatThrowsIsSeen() throws Exception {
    List<String> traces = call("send");
    assertThat((List<String>) call("forEachThrows"))
        .containsExactly("a " + traces.get(0), "caught none");
    RecordedSpan process = processes().get(0);
    assertThat(process.isFailed()).isTrue();
    assertThat(process.statusDescription()).isEqualTo("bad record");
    assertThat(attribute(process, "error.type")).isEqualTo(IllegalStateException.class.getName());
    assertThat(process.eventCount()).isEqualTo(1);
  }

  @Test
  void anOuterIterationGoesOnAfterAnInnerOne() throws Exception {
    List<String> traces = call("send");
    List<String> seen = call("nested");
    List<String> expected = new ArrayList<>();
    expected.add("outer a " + traces.get(0));
    each(traces).forEach(each -> expected.add("inner " + each));
    expected.add("outer a " + traces.get(0));
    assertThat(seen).isEqualTo(expected);
    List<RecordedSpan> processes = processes();
    assertThat(processes).hasSize(4);
    RecordedSpan outer =
        processes.stream()
            .filter(each -> "fulfilment".equals(attribute(each, "messaging.consumer.group.name")))
            .findFirst()
            .orElseThrow();
    for (RecordedSpan inner : processes) {
      if (inner != outer) {
        assertThat(attribute(inner, "messaging.consumer.group.name")).isEqualTo("other");
        assertThat(inner.linkCount()).isEqualTo(2);
        assertThat(inner.link(1).spanId()).isEqualTo(outer.spanId());
      }
    }
  }

  @Test
  void aRequestEndsWhatWasLeftOnItsThread() throws Exception {
    List<String> traces = call("send");
    engine.forget();
    List<String> seen = call("requestAfterBreak");
    assertThat(seen)
        .containsExactly("a " + traces.get(0), "a " + traces.get(0), "in request", "after none");
    RecordedSpan request = engine.only("request");
    assertThat(request.traceIdHex()).isNotEqualTo(traces.get(0));
    assertThat(processes()).hasSize(2);
    assertThat(processes().get(0).endNanos()).isLessThanOrEqualTo(request.startNanos());
    assertThat(processes().get(0).linkCount()).isEqualTo(1);
    assertThat(processes().get(1).linkCount()).isEqualTo(2);
    assertThat(processes().get(1).link(1).spanId()).isEqualTo(request.spanId());
  }

  @Test
  void anIdleConsumerMakesNoSpans() throws Exception {
    engine =
        KafkaEngine.install(
            "otel.instrumentation.messaging.experimental.receive-telemetry.enabled", "true");
    call("idle");
    assertThat(engine.spans()).isEmpty();
  }

  @Test
  void poisonedHeadersStartATraceOfTheirOwn() throws Exception {
    engine =
        KafkaEngine.install("otel.instrumentation.kafka.producer-propagation.enabled", "false");
    List<String> seen = call("poisoned");
    assertThat(new HashSet<>(seen)).hasSize(4).doesNotContain("none");
    assertThat(processes()).hasSize(4).allMatch(each -> each.linkCount() == 0);
  }

  @Test
  void aPollHasASpanOnRequest() throws Exception {
    call("send");
    List<RecordedSpan> sends = engine.named("send " + topic);
    engine =
        KafkaEngine.install(
            "otel.instrumentation.messaging.experimental.receive-telemetry.enabled", "true");
    call("loop");
    RecordedSpan poll = engine.named("poll " + topic).get(0);
    assertThat(poll.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(poll.link(0).spanId()).isEqualTo(sends.get(0).spanId());
    assertThat(poll.attribute(MessagingAttributes.KAFKA_OFFSET)).isNull();
    assertThat(KafkaEngine.link(poll, 0))
        .isEqualTo(
            Map.of(
                "messaging.destination.partition.id",
                "0",
                "messaging.kafka.offset",
                0L,
                "messaging.kafka.message.key",
                "key a"));
    assertThat(attribute(poll, "messaging.operation.type")).isEqualTo("receive");
    assertThat(attribute(poll, "messaging.operation.name")).isEqualTo("poll");
    assertThat(attribute(poll, "messaging.destination.name")).isEqualTo(topic);
    assertThat(attribute(poll, "messaging.consumer.group.name")).isEqualTo("fulfilment");
    assertThat(attribute(poll, "messaging.batch.message_count")).isEqualTo((long) poll.linkCount());
    assertThat(processes()).hasSize(3);
    assertThat(processes().get(0).parentSpanId()).isEqualTo(sends.get(0).spanId());
  }

  @Test
  void theLinkOfAPollTellsATombstone() throws Exception {
    engine =
        KafkaEngine.install(
            "otel.instrumentation.messaging.experimental.receive-telemetry.enabled", "true");
    call("tombstone");
    RecordedSpan poll = engine.only("poll " + topic);
    assertThat(KafkaEngine.link(poll, 0))
        .containsEntry("messaging.kafka.message.tombstone", true)
        .containsEntry("messaging.kafka.message.key", "gone");
  }

  @Test
  void whatAFrameworkPolledIsNotHandledByIterating() throws Exception {
    call("send");
    FrameworkPolls.begin();
    try {
      assertThat((List<String>) call("loop")).containsExactly("a none", "b none", "c none");
      assertThat((List<String>) call("streamOfPartition")).contains("a none");
    } finally {
      FrameworkPolls.end();
    }
    assertThat(processes()).isEmpty();
    call("loop");
    assertThat(processes()).hasSize(3);
  }

  @Test
  void anExcludedTopicIsHandledInNoTraceAndNothingBelowIt() throws Exception {
    List<String> traces = call("send");
    engine = KafkaEngine.install("obs.exclude.topics", topic);
    assertThat((List<String>) call("loop")).isEqualTo(each(traces));
    assertThat(processes()).isEmpty();
  }

  @Test
  void whileTheAgentIsOffNothingIsHandled() throws Exception {
    List<String> traces = call("send");
    engine = KafkaEngine.install("otel.instrumentation.kafka.enabled", "false");
    assertThat((List<String>) call("loop"))
        .hasSameSizeAs(traces)
        .allMatch(each -> each.endsWith(" none"));
    assertThat(processes()).isEmpty();
  }

  @Test
  void insideAnExcludedCallNothingIsHandled() throws Exception {
    call("send");
    engine.forget();
    Context excluded = Context.suppressed(Context.ROOT);
    Context before = excluded.makeCurrent();
    try {
      call("loop");
    } finally {
      excluded.restore(before);
    }
    assertThat(processes()).isEmpty();
  }

  @Test
  void aTombstoneIsMarked() throws Exception {
    call("tombstone");
    RecordedSpan process = processes().get(0);
    assertThat(attribute(process, "messaging.kafka.message.tombstone")).isEqualTo(true);
    assertThat(attribute(process, "messaging.kafka.message.key")).isEqualTo("gone");
    assertThat(engine.only("bury gone").parentSpanId()).isEqualTo(process.spanId());
  }

  @Test
  void aRebalanceInTheMiddleBelongsToNoRecord() throws Exception {
    List<String> traces = call("send");
    List<String> seen = call("rebalance");
    assertThat(seen).contains("revoked none", "a " + traces.get(0), "end none");
    assertThat(seen).doesNotContain("assigned " + traces.get(0));
    assertThat(seen).filteredOn(each -> each.startsWith("revoked")).containsOnly("revoked none");
  }

  @Test
  void theSizeOfTheBodyIsToldOnRequest() throws Exception {
    engine = KafkaEngine.install("obs.messaging.body-size", "true");
    call("send");
    call("loop");
    assertThat(attribute(processes().get(0), "messaging.message.body.size")).isEqualTo(1L);
  }

  @Test
  void whatWasNotSampledIsHandledInItsTraceAllTheSame() throws Exception {
    engine = KafkaEngine.install(false);
    List<String> traces = call("send");
    assertThat((List<String>) call("loop")).isEqualTo(each(traces));
    assertThat(engine.spans()).isEmpty();
  }
}
