package io.obsagent.instrumentation.kafka;

import static io.obsagent.instrumentation.kafka.KafkaEngine.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.weaving.WeavingAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups, commits, compacted topics and streams of whole polls, against a real broker. */
@ParameterizedClass
@MethodSource("versions")
class ConsumerGroupContractTest {
  private static WeavingAgent weaving;

  private final ClientVersion version;
  private final String topic = "t-" + UUID.randomUUID();
  private final KafkaEngine engine = KafkaEngine.install();

  ConsumerGroupContractTest(ClientVersion version) {
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

  private List<RecordedSpan> processes() {
    return engine.named("process " + topic);
  }

  @Test
  void eachGroupHandlesARecordOnceAndBelowTheSameProducer() throws Exception {
    List<List<String>> told = version.call(engine, "Grouping", "severalGroups", topic);
    List<RecordedSpan> sends = engine.named("send " + topic);
    List<String> expected = new ArrayList<>();
    List<RecordedSpan> processes = new ArrayList<>(processes());
    assertThat(processes).hasSize(9);
    for (String group : List.of("billing", "shipping", "audit")) {
      for (int i = 0; i < 3; i++) {
        String value = List.of("a", "b", "c").get(i);
        expected.add(group + " " + value + " " + told.get(0).get(i));
        RecordedSpan process = processes.remove(0);
        assertThat(attribute(process, "messaging.consumer.group.name"))
            .isEqualTo(group + "-" + topic);
        assertThat(attribute(process, "messaging.kafka.offset")).isEqualTo((long) i);
        assertThat(process.parentSpanId()).isEqualTo(sends.get(i).spanId());
        assertThat(process.traceIdHex()).isEqualTo(told.get(0).get(i));
        assertThat(engine.only(group + " handles " + value).parentSpanId())
            .isEqualTo(process.spanId());
      }
    }
    assertThat(told.get(1)).isEqualTo(expected);
  }

  @Test
  void commitsBetweenRecordsEndNothingAndAreHonoured() throws Exception {
    List<List<String>> told = version.call(engine, "Grouping", "commits", topic);
    List<String> traces = told.get(0);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String value = List.of("a", "b", "c").get(i);
      expected.add(value + " " + traces.get(i));
      expected.add("committed " + value + " " + traces.get(i));
      RecordedSpan process = processes().get(i);
      assertThat(engine.only("after commit of " + value).parentSpanId())
          .isEqualTo(process.spanId());
      assertThat(process.isFailed()).isFalse();
    }
    expected.add("outside none");
    expected.add("d " + traces.get(3));
    assertThat(told.get(1)).isEqualTo(expected);
    assertThat(told.get(2)).containsExactly("told null", "told null", "told null");
    assertThat(processes()).hasSize(4);
  }

  @Test
  void whatCompactionLeftIsHandledEachInItsOwnTrace() throws Exception {
    List<List<String>> told = version.call(engine, "Grouping", "compacted", topic);
    List<String> traces = told.get(0);
    assertThat(told.get(1))
        .containsExactly(
            "0 stays " + traces.get(0),
            "3 x " + traces.get(3),
            "4 gone " + traces.get(4),
            "5 last " + traces.get(5));
    List<RecordedSpan> sends = engine.named("send " + topic);
    assertThat(processes()).hasSize(4);
    for (RecordedSpan process : processes()) {
      long offset = (Long) attribute(process, "messaging.kafka.offset");
      assertThat(process.parentSpanId()).isEqualTo(sends.get((int) offset).spanId());
      assertThat(attribute(process, "messaging.kafka.message.tombstone"))
          .isEqualTo(offset == 4 ? true : null);
      assertThat(engine.only("handle " + offset).parentSpanId()).isEqualTo(process.spanId());
    }
  }

  @Test
  void aParallelStreamOfAWholePollHandlesEachRecordInItsOwnTrace() throws Exception {
    version.call(engine, "Splitting", "send", topic);
    for (String form : List.of("ofRecords", "ofIterator", "ofSizedIterator")) {
      engine.forget();
      List<Object> told = version.call(engine, "Splitting", form, topic);
      assertThat((List<?>) told.get(0)).as(form).isEmpty();
      assertThat((Integer) told.get(1)).as(form).isEqualTo(3_001);
      assertThat((Integer) told.get(2)).as("records that are split").isGreaterThan(1_024);
      assertThat(processes()).as(form).hasSize(3_001);
      List<RecordedSpan> works = new ArrayList<>(engine.spans());
      works.removeIf(each -> !each.nameText().startsWith("work "));
      assertThat(works).hasSize(3_000);
      assertThat(works).allMatch(each -> each.nameText().equals("work " + each.traceIdHex()));
    }
  }

  @Test
  void whatAStreamsIteratorYieldsIsInNoOtherRecordsTrace() throws Exception {
    version.call(engine, "Receiving", "send", topic);
    assertThat((List<String>) version.call(engine, "Splitting", "streamsIterator", topic))
        .containsExactly("a none", "b none", "c none");
    assertThat(processes()).hasSize(3);
  }

  @Test
  void aStreamOfAWholePollThatThrowsIsSeen() throws Exception {
    version.call(engine, "Receiving", "send", topic);
    assertThat((List<String>) version.call(engine, "Splitting", "failing", topic))
        .containsExactly("caught none");
    assertThat(processes()).hasSize(1);
    assertThat(processes().get(0).statusDescription()).isEqualTo("bad record");
  }
}
