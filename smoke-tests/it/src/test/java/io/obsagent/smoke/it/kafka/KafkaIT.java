package io.obsagent.smoke.it.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.kafka.Postbox;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.services.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;

/** One trace from a record through its handling to the record that answers it, as packaged. */
class KafkaIT {
  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRecordAndWhatFollowsFromItAreOneTrace(Jdk jdk) throws Exception {
    String letters = "letters-" + UUID.randomUUID();
    String answers = "answers-" + UUID.randomUUID();
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm child =
            ChildJvm.java(jdk)
                .observedBy(receiver)
                .mainClass(
                    List.of(of(Postbox.class), of(KafkaProducer.class), of(Logger.class)),
                    Postbox.class.getName())
                .argument(Services.kafka().bootstrapServers())
                .argument(letters)
                .argument(answers)
                .start()) {
      assertThat(child.awaitExit(Duration.ofMinutes(2))).isZero();
      assertThat(child.stdout().lines()).containsExactly("read 3", "read 3");
      List<ReceivedSpan> processes = named(receiver, "process " + letters);
      assertThat(processes).hasSize(6);
      for (ReceivedSpan process : processes) {
        List<ReceivedSpan> trace = receiver.traces().byId().get(process.traceId()).spans();
        assertThat(trace)
            .extracting(ReceivedSpan::name)
            .containsExactlyInAnyOrder(
                "send " + letters,
                "process " + letters,
                "send " + answers,
                "process " + letters,
                "send " + answers);
      }
    }
  }

  private static List<ReceivedSpan> named(OtlpReceiver receiver, String name) {
    return receiver.traces().spans().stream().filter(each -> each.name().equals(name)).toList();
  }

  private static Path of(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
