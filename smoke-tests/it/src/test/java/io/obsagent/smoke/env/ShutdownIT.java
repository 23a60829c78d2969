package io.obsagent.smoke.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.JvmCommand;
import io.obsagent.smoke.receiver.OtlpReceiver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spans nobody would have sent for another hour leave with the end of the JVM. */
class ShutdownIT {

  private static final int TERMINATED = 143;

  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void normalExit(Jdk jdk) {
    LedgerCheck.run(1, receiver -> ledger(jdk, receiver));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void termination(Jdk jdk) {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm jvm = ledger(jdk, receiver).argument("wait").start()) {
      jvm.awaitLine("waiting", LedgerCheck.PATIENCE);
      assertThat(receiver.traces().spans()).isEmpty();

      assertThat(jvm.stop()).isEqualTo(TERMINATED);
      LedgerCheck.check(1, receiver.traces().spans());
    }
  }

  /** The collector would answer in an hour; the JVM ends, and what was not acknowledged counts. */
  @ParameterizedTest
  @MethodSource("jdks")
  void hangingCollector(Jdk jdk) {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      receiver.beSlow(Duration.ofHours(1));
      try (ChildJvm jvm = ledger(jdk, receiver).start()) {
        assertThat(jvm.awaitExit(Duration.ofSeconds(60))).isZero();
        assertThat(jvm.stdout().lines()).containsExactly("balance 42");
        assertThat(jvm.agentStatus().dropped()).as(jvm.agentStatus().toString()).isEqualTo(3);
      }
    }
  }

  private static JvmCommand ledger(Jdk jdk, OtlpReceiver receiver) {
    return ChildJvm.java(jdk)
        .observedBy(receiver)
        .property("otel.bsp.schedule.delay", "1h")
        .mainClass(List.of(Apps.ledger(), Apps.h2()), LedgerCheck.MAIN)
        .argument(LedgerCheck.DRIVER)
        .argument(LedgerCheck.URL);
  }
}
