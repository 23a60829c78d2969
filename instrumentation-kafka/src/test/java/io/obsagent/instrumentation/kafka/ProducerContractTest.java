package io.obsagent.instrumentation.kafka;

import static io.obsagent.instrumentation.kafka.KafkaEngine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.smoke.kafka.KafkaBroker;
import io.obsagent.weaving.WeavingAgent;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a producer of each version says, against a real broker. */
@ParameterizedClass
@MethodSource("versions")
class ProducerContractTest {
  private static WeavingAgent weaving;

  private final ClientVersion version;
  private final String topic = "t-" + UUID.randomUUID();
  private KafkaEngine engine = KafkaEngine.install();

  ProducerContractTest(ClientVersion version) {
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
    return version.call(engine, "Sending", method, topic);
  }

  private static String parent(RecordedSpan span) {
    return "traceparent=00-" + span.traceIdHex() + "-" + span.spanIdHex() + "-03";
  }

  @Test
  void aRecordHasASpanInTheCallersTraceAndCarriesIt() throws Exception {
    List<String> traces = call("plain");
    RecordedSpan send = engine.only("send " + topic);
    RecordedSpan request = engine.only("request");
    assertThat(send.kind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(send.traceIdHex()).isEqualTo(traces.get(0));
    assertThat(send.parentSpanId()).isEqualTo(request.spanId());
    assertThat(send.isFailed()).isFalse();
    assertThat(attribute(send, "messaging.system")).isEqualTo("kafka");
    assertThat(attribute(send, "messaging.operation.name")).isEqualTo("send");
    assertThat(attribute(send, "messaging.operation.type")).isEqualTo("send");
    assertThat(attribute(send, "messaging.destination.name")).isEqualTo(topic);
    assertThat(attribute(send, "messaging.destination.partition.id")).isEqualTo("0");
    assertThat(attribute(send, "messaging.kafka.offset")).isEqualTo(0L);
    assertThat(attribute(send, "messaging.kafka.message.key")).isEqualTo("key one");
    assertThat(attribute(send, "messaging.kafka.message.tombstone")).isNull();
    assertThat((String) attribute(send, "messaging.client.id")).startsWith("producer-");
    assertThat(attribute(send, "messaging.consumer.group.name")).isNull();
    assertThat(attribute(send, "messaging.message.body.size")).isNull();
    assertThat(attribute(send, "server.address")).isEqualTo("127.0.0.1");
    assertThat(attribute(send, "server.port")).isEqualTo((long) KafkaBroker.shared().port());
    assertThat(attribute(send, "error.type")).isNull();
    List<List<String>> headers = call("headers");
    assertThat(headers).containsExactly(List.of(parent(send)));
  }

  @Test
  void keysAreTextOnlyWhereThatIsKnownAndTombstonesAreMarked() throws Exception {
    call("keysAndTombstones");
    List<RecordedSpan> sends = engine.named("send " + topic);
    assertThat(sends.stream().map(each -> attribute(each, "messaging.kafka.message.key")))
        .containsExactly(null, null, "4711", null);
    assertThat(sends.stream().map(each -> attribute(each, "messaging.kafka.message.tombstone")))
        .containsExactly(null, null, true, null);
  }

  @Test
  void aSerializerThatFailsEndsTheSpanAtOnce() throws Exception {
    String thrown = call("serializerFails");
    assertThat(thrown).contains("cannot write bad");
    RecordedSpan send = engine.only("send " + topic);
    assertThat(send.isFailed()).isTrue();
    assertThat(send.statusDescription()).isEqualTo("cannot write bad");
    assertThat(attribute(send, "error.type")).isEqualTo(IllegalArgumentException.class.getName());
    assertThat(send.eventCount()).isEqualTo(1);
  }

  @Test
  void withoutABrokerTheSpanIsAnError() throws Exception {
    List<String> told = call("nobodyThere");
    assertThat(told).hasSize(2);
    RecordedSpan send = engine.only("send " + topic);
    assertThat(send.isFailed()).isTrue();
    assertThat(attribute(send, "error.type"))
        .isEqualTo("org.apache.kafka.common.errors.TimeoutException");
    assertThat(attribute(send, "server.port")).isEqualTo(1L);
    assertThat(attribute(send, "messaging.kafka.offset")).isNull();
  }

  @Test
  void anExhaustedBufferIsAnErrorOfThatRecordAlone() throws Exception {
    List<String> failures = call("bufferExhausted");
    assertThat(failures).isNotEmpty();
    List<RecordedSpan> sends = engine.named("send " + topic);
    assertThat(sends).hasSize(100);
    assertThat(sends.stream().filter(RecordedSpan::isFailed)).hasSameSizeAs(failures);
  }

  @Test
  void theCallbackRunsInTheContextOfItsCaller() throws Exception {
    List<String> told = call("callbackAndSendFromIt");
    assertThat(told.stream().filter(each -> each.startsWith("kafka-producer-network-thread")))
        .hasSize(1);
    assertThat(told.stream().filter(each -> !each.startsWith("kafka-producer-network-thread")))
        .hasSize(3)
        .allMatch(each -> each.equals(told.get(1)) || each.equals(told.get(0)));
    List<RecordedSpan> sends = engine.named("send " + topic);
    RecordedSpan request = engine.only("request");
    assertThat(sends).hasSize(2);
    assertThat(sends).allMatch(each -> each.parentSpanId() == request.spanId());
    assertThat(engine.only("in callback").parentSpanId()).isEqualTo(request.spanId());
    assertThat(sends.get(0).fragment().isLate()).isFalse();
  }

  @Test
  void aCallbackThatThrowsHarmsNobody() throws Exception {
    Long offset = call("callbackThatThrows");
    assertThat(offset).isEqualTo(1);
    assertThat(engine.named("send " + topic)).hasSize(2).noneMatch(RecordedSpan::isFailed);
  }

  @Test
  void aRecordSentTwiceCarriesEachTimeItsOwnIdentity() throws Exception {
    List<String> traces = call("sameRecordTwice");
    List<RecordedSpan> sends = engine.named("send " + topic);
    assertThat(sends.get(0).traceIdHex()).isEqualTo(traces.get(0));
    assertThat(sends.get(1).traceIdHex()).isEqualTo(traces.get(1));
    assertThat(sends.get(1).linkCount()).isZero();
    assertThat(traces.get(2))
        .isEqualTo(
            List.of(
                    List.of("mine=x", parent(sends.get(0))),
                    List.of("mine=x", parent(sends.get(1))))
                .toString());
  }

  @Test
  void anInterceptorThatCopiesRecordsDoesNotLoseTheIdentity() throws Exception {
    List<List<String>> headers = call("interceptorCopies");
    assertThat(headers).containsExactly(List.of(parent(engine.only("send " + topic))));
  }

  @Test
  void anIdentityInTheRecordIsReplacedOrStaysAsTheRuleSays() throws Exception {
    List<List<String>> headers = call("withTraceParents");
    List<RecordedSpan> sends = engine.named("send " + topic);
    assertThat(headers.get(0)).containsExactly(parent(sends.get(0)));
    assertThat(headers.get(1))
        .containsExactly("traceparent=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    assertThat(headers.get(2)).containsExactly(parent(sends.get(2)));
    assertThat(headers.get(3)).containsExactly(parent(sends.get(3)));
    assertThat(sends.stream().map(RecordedSpan::linkCount)).containsExactly(0, 1, 0, 0);
    assertThat(sends.get(1).link(0).spanIdHex()).isEqualTo("b7ad6b7169203331");
    assertThat(sends.get(1).traceIdHex()).isEqualTo(sends.get(0).traceIdHex());
  }

  @Test
  void aHeaderWithoutAValueIsNoIdentity() throws Exception {
    List<List<String>> headers = call("withHeaders");
    assertThat(headers).containsExactly(List.of(parent(engine.only("send " + topic))));
  }

  @Test
  void transactionsAndIdempotenceAreNoDifference() throws Exception {
    call("transactional");
    List<RecordedSpan> sends = engine.named("send " + topic);
    assertThat(sends).hasSize(3);
    assertThat(sends.get(0).isFailed()).isFalse();
    assertThat(sends.get(2).isFailed()).isFalse();
  }

  @Test
  void anExcludedTopicHasNoSpanAndNoHeader() throws Exception {
    engine = KafkaEngine.install("obs.exclude.topics", "t-*");
    call("plain");
    assertThat(engine.spans().stream().map(RecordedSpan::nameText)).containsExactly("request");
    assertThat((List<List<String>>) call("headers")).containsExactly(List.of());
  }

  @Test
  void whileTheAgentIsOffNothingHappensToARecord() throws Exception {
    engine = KafkaEngine.install("otel.javaagent.enabled", "false");
    call("plain");
    assertThat(engine.spans().stream().map(RecordedSpan::nameText)).containsExactly("request");
    assertThat((List<List<String>>) call("headers")).containsExactly(List.of());
  }

  @Test
  void aTopicMayGoWithoutHeaders() throws Exception {
    for (String[] setting :
        new String[][] {
          {"obs.kafka.headerless-topics", "t-*"},
          {"otel.instrumentation.kafka.producer-propagation.enabled", "false"}
        }) {
      engine = KafkaEngine.install(setting);
      call("plain");
      assertThat(engine.named("send " + topic)).hasSize(1);
    }
    List<List<String>> headers = version.call(engine, "Sending", "headers", topic);
    assertThat(headers.get(0)).isEmpty();
  }

  @Test
  void theSizeOfTheBodyIsToldOnRequest() throws Exception {
    engine = KafkaEngine.install("obs.messaging.body-size", "true");
    call("plain");
    assertThat(attribute(engine.only("send " + topic), "messaging.message.body.size"))
        .isEqualTo(3L);
  }

  @Test
  void whatIsNotSampledGoesOnAsSuch() throws Exception {
    engine = KafkaEngine.install(false);
    List<String> traces = call("plain");
    assertThat(engine.spans()).isEmpty();
    List<List<String>> headers = call("headers");
    assertThat(headers.get(0).get(0)).matches("traceparent=00-" + traces.get(0) + "-.{16}-02");
  }

  @Test
  void anExcludedCallHandsOnWhatCameIn() throws Exception {
    Context incoming = Context.remote(1, 2, 3, Context.SAMPLED, null, null);
    Context excluded = Context.suppressed(incoming);
    Context before = excluded.makeCurrent();
    try {
      version.call(engine, "Sending", "interceptorCopies", topic);
    } finally {
      excluded.restore(before);
    }
    assertThat(engine.spans()).isEmpty();
    List<List<String>> headers = call("headers");
    assertThat(headers.get(0))
        .containsExactly(
            "traceparent=00-0000000000000001" + "0000000000000002-0000000000000003-01");
  }
}
