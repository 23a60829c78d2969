package io.obsagent.smoke.it.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.kafka.CountingSink;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.kafka.KafkaBroker;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.services.Services;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real worker of Kafka Connect, which runs a sink connector. */
class ConnectIT {
  private static final int RECORDS = 5;

  @TempDir Path folder;

  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aPutIsOneSpanLinkedToItsRecordsAndAnIdleWorkerMakesNone(Jdk jdk) throws Exception {
    String topic = "sunk-" + UUID.randomUUID();
    List<String> producers = send(topic);
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm worker =
            ChildJvm.java(jdk)
                .observedBy(receiver)
                .option("-Xmx256m")
                .mainClass(
                    List.of(
                        Path.of(
                            CountingSink.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI()),
                        KafkaBroker.libraries().resolve("*")),
                    "org.apache.kafka.connect.cli.ConnectStandalone")
                .argument(worker().toString())
                .argument(connector(topic).toString())
                .start()) {
      assertThat(worker.awaitExit(Duration.ofMinutes(2))).as(worker.stderr().text()).isZero();

      List<String> puts = new ArrayList<>(worker.stdout().lines());
      assertThat(puts).filteredOn("idle"::equals).hasSizeGreaterThanOrEqualTo(3);
      puts.removeIf("idle"::equals);
      List<ReceivedSpan> spans = receiver.traces().spans();
      assertThat(spans).extracting(ReceivedSpan::name).containsOnly("process " + topic);
      assertThat(spans)
          .extracting(span -> "put " + span.links().size())
          .containsExactlyInAnyOrderElementsOf(puts);
      List<String> linked = new ArrayList<>();
      for (ReceivedSpan span : spans) {
        assertThat(span.isRoot()).isTrue();
        assertThat(span.attributes())
            .containsEntry("messaging.consumer.group.name", "connect-counting")
            .containsEntry("messaging.batch.message_count", (long) span.links().size());
        for (ReceivedSpan.Link link : span.links()) {
          linked.add(link.traceId() + "-" + link.spanId());
          int record = producers.indexOf(link.traceId() + "-" + link.spanId());
          assertThat(link.attributes())
              .isEqualTo(
                  Map.of(
                      "messaging.destination.partition.id",
                      "0",
                      "messaging.kafka.offset",
                      (long) record,
                      "messaging.kafka.message.key",
                      "key " + record));
        }
      }
      assertThat(linked).containsExactlyInAnyOrderElementsOf(producers);
    }
  }

  /** Each as of another trace, whose identities are returned. */
  private static List<String> send(String topic) throws Exception {
    List<String> producers = new ArrayList<>();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", Services.kafka().bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        String identity = String.format("%032x-%016x", i + 1, i + 101);
        ProducerRecord<String, String> record =
            new ProducerRecord<>(topic, 0, "key " + i, "value " + i);
        record
            .headers()
            .add("traceparent", ("00-" + identity + "-01").getBytes(StandardCharsets.US_ASCII));
        producer.send(record).get();
        producers.add(identity);
      }
    }
    return producers;
  }

  private Path worker() throws Exception {
    return Files.write(
        folder.resolve("worker.properties"),
        List.of(
            "bootstrap.servers=" + Services.kafka().bootstrapServers(),
            "key.converter=org.apache.kafka.connect.storage.StringConverter",
            "value.converter=org.apache.kafka.connect.storage.StringConverter",
            "offset.storage.file.filename=" + folder.resolve("offsets"),
            "offset.flush.interval.ms=300", // after which an idle worker calls its task
            "plugin.discovery=service_load",
            "listeners=http://127.0.0.1:0"));
  }

  private Path connector(String topic) throws Exception {
    return Files.write(
        folder.resolve("connector.properties"),
        List.of(
            "name=counting",
            "connector.class=" + CountingSink.class.getName(),
            "tasks.max=1",
            "topics=" + topic,
            "expected.records=" + RECORDS));
  }
}
