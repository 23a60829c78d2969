package io.obsagent.smoke.it.threads;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.threads.HandoverApplication;
import io.obsagent.smoke.jvm.Artifacts;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.JvmCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The context follows work to other threads, under the packaged agent. */
class HandoverIT {
  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void workRunsInTheContextThatSubmittedIt(Jdk jdk) throws Exception {
    Path own =
        Path.of(
            HandoverApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path h2 =
        Path.of(org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    JvmCommand command =
        ChildJvm.java(jdk)
            .agent(Artifacts.agentJar())
            .property("otel.traces.exporter", "none")
            .property("otel.javaagent.debug", "true")
            .option("--add-opens=java.base/java.lang=ALL-UNNAMED");
    if (jdk.feature() >= 25) {
      command.option("--enable-preview"); // structured scopes
    }
    try (ChildJvm child =
        command.mainClass(List.of(own, h2), HandoverApplication.class.getName()).start()) {
      assertThat(child.awaitExit(Duration.ofMinutes(3))).isZero();
      List<String> expected = new ArrayList<>();
      for (String way :
          List.of(
              "submit",
              "execute a lambda",
              "execute a named task",
              "invokeAny",
              "schedule",
              "supplyAsync",
              "thenApplyAsync",
              "fork/join submit",
              "fork/join invoke",
              "fork/join invokeAny",
              "fork/join invokeAll",
              "fork",
              "parallel stream",
              "Thread.start",
              "subclass of Thread",
              "Timer")) {
        expected.add(way + ": right");
      }
      if (jdk.feature() >= 21) {
        for (String way :
            List.of(
                "startVirtualThread",
                "virtual submit",
                "virtual execute",
                "virtual invokeAll",
                "platform per task",
                "pool of virtual threads")) {
          expected.add(way + ": right");
        }
      }
      if (jdk.feature() >= 25) {
        expected.add("fork/join schedule: right");
        expected.add("fork/join periodic: right");
        expected.add("StructuredTaskScope.fork: right");
      }
      if (jdk.feature() >= 21) {
        expected.add("virtual threads: 10000");
      }
      expected.add("the submitting thread: right");
      expected.add("submit afterwards: right");
      expected.add("schedule afterwards: right");
      expected.add("fork/join afterwards: right");
      expected.add("Timer afterwards: right");
      expected.add("the helper: right");
      expected.add("what it helped with: right");
      if (jdk.feature() >= 21) {
        expected.add("pool of virtual threads afterwards: right");
      }
      expected.add("cancelled: right");
      expected.add("suppressed exceptions: 0");
      assertThat(child.stdout().lines()).isEqualTo(expected);
      assertThat(child.stderr().text())
          .as("tasks carry their context in a field")
          .contains("woven java.util.concurrent.FutureTask")
          .contains("+obs$concurrent$handover")
          .contains("+obs$concurrent$forked")
          .contains("+obs$concurrent$timed")
          .doesNotContain("an advice failed");
    }
  }
}
