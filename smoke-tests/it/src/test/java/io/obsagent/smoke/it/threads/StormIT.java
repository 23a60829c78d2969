package io.obsagent.smoke.it.threads;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.threads.StormApplication;
import com.example.threads.VirtualLoadApplication;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.receiver.OtlpReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left behind by very much work on other threads: nothing, and nobody waits for ever. */
class StormIT {
  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  private static List<Path> classPath() throws Exception {
    return List.of(locationOf(StormApplication.class), locationOf(org.h2.Driver.class));
  }

  private static Path locationOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void nothingOfAFinishedRequestIsReachable(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm child =
            ChildJvm.java(jdk)
                .observedBy(receiver)
                .property("otel.bsp.schedule.delay", "100")
                // Its page of kept traces holds them, for ten minutes at most (docs/admin.md).
                .property("obs.admin.enabled", "false")
                .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
                .mainClass(classPath(), StormApplication.class.getName())
                .start()) {
      assertThat(child.awaitExit(Duration.ofMinutes(3))).isZero();
      assertThat(child.stdout().lines())
          .containsExactly("kept: true", "nothing left", "still kept: true");
    }
  }

  /** With database connections for fifty of them, and both HTTP clients of the JDK. */
  @ParameterizedTest
  @MethodSource("jdks")
  void tenThousandVirtualThreadsFinish(Jdk jdk) throws Exception {
    Assumptions.assumeTrue(jdk.feature() >= 21, "this JDK has no virtual threads");
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm child =
            ChildJvm.java(jdk)
                .observedBy(receiver)
                .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
                .mainClass(classPath(), VirtualLoadApplication.class.getName())
                .start()) {
      assertThat(child.awaitExit(Duration.ofMinutes(3))).isZero();
      assertThat(child.stdout().lines()).containsExactly("done: 10000, in the wrong request: 0");
    }
  }
}
