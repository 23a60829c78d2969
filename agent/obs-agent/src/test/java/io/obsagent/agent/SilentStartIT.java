package io.obsagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person sees, and does not see, who adds {@code -javaagent}. */
class SilentStartIT {

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void outputIsThatWithoutTheAgentPlusOneLine(Jdk jdk) {
    Child.Result without = Child.java(jdk).program(Greeting.class, "3").run();
    Child.Result with = Child.java(jdk).agent().program(Greeting.class, "3").run();

    assertThat(with.exitCode()).isEqualTo(without.exitCode()).isEqualTo(3);
    assertThat(with.out()).isEqualTo(without.out());
    assertThat(with.err().lines().skip(1))
        .containsExactlyElementsOf(without.err().lines().toList());
    assertThat(with.err().lines().findFirst().orElseThrow())
        .matches(
            "\\[obs-agent] \\d+\\.\\d+\\.\\d+ service=Greeting traces=otlp to a collector on"
                + " localhost:4318 once there is one sampler=parentbased_always_on");
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void nothingThatTheJvmCanWarnAboutIsDone(Jdk jdk) {
    Child.Result result =
        Child.java(jdk).with("-Xlog:all=warning:stdout").agent().program(Greeting.class).run();

    assertThat(result.out()).isEqualTo("hello\n");
    assertThat(result.err()).doesNotContain("WARNING");
  }

  /**
   * Class-data sharing must be in use before and after premain, for the application's classes too.
   * On JDK 25 by an AOT cache: there any agent at all makes the JVM complain about an archive of
   * the older kind.
   */
  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void classDataSharingStaysOn(Jdk jdk, @TempDir Path directory) throws IOException {
    boolean aot = jdk.feature() >= 25;
    Path archive = directory.resolve("archive");
    Path jar = TestJar.of(directory.resolve("app.jar"), Greeting.class);
    String[] program = {"-cp", jar.toString(), Greeting.class.getName()};
    Child.java(jdk)
        .with((aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive)
        .with("--add-modules", "java.instrument")
        .with(program)
        .run();
    Path log = directory.resolve("loaded.log");

    Child.Result result =
        Child.java(jdk)
            .with((aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive)
            .with("-Xlog:class+load:file=" + log)
            .agent()
            .with(program)
            .run();

    assertThat(result.out()).isEqualTo("hello\n");
    assertThat(sourceOf("java.lang.Shutdown", log)).isEqualTo("shared objects file");
    assertThat(sourceOf(Greeting.class.getName(), log)).startsWith("shared objects file");
  }

  /** What only calls or exports need is not paid for by every start. */
  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void loadsNothingDearBeforeMain(Jdk jdk, @TempDir Path directory) throws IOException {
    Path log = directory.resolve("loaded.log");
    Child.java(jdk).with("-Xlog:class+load:file=" + log).agent().program(Greeting.class).run();

    List<String> beforeMain =
        Files.readAllLines(log).stream()
            .takeWhile(line -> !line.contains(" " + Greeting.class.getName() + " "))
            .toList();
    assertThat(beforeMain).anyMatch(line -> line.contains(" io.obsagent.agent.start.AgentStart "));
    assertThat(beforeMain)
        .filteredOn(
            line ->
                line.contains(" org.HdrHistogram.")
                    || line.contains(" io.opentelemetry.")
                    || line.contains(" java.net.http.")
                    || line.contains(" java.util.logging.")
                    || line.contains(" java.lang.management."))
        .isEmpty();
  }

  private static String sourceOf(String type, Path log) throws IOException {
    String words = " " + type + " source: ";
    for (String line : Files.readAllLines(log)) {
      if (line.contains(words)) {
        return line.substring(line.indexOf(words) + words.length());
      }
    }
    return "not loaded";
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void settingsThatAreWrongAreNamedAndStopNothing(Jdk jdk) {
    Child.Result result =
        Child.java(jdk)
            .with("-Dobs.shutdwn.timeout=3s", "-Dotel.bsp.schedule.delay=soon")
            .agent()
            .program(Greeting.class)
            .run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.agentLines()).hasSize(3);
    assertThat(result.agentLines().get(0)).contains("service=Greeting");
    assertThat(result.agentLines()).anyMatch(line -> line.contains("otel.bsp.schedule.delay=soon"));
    assertThat(result.agentLines())
        .anyMatch(line -> line.contains("did you mean obs.shutdown.timeout?"));
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void linesGoToTheLogFileWhenThereIsOne(Jdk jdk, @TempDir Path directory) throws IOException {
    Path log = directory.resolve("agent.log");
    Child.Result result =
        Child.java(jdk).with("-Dobs.log.file=" + log).agent().program(Greeting.class).run();

    assertThat(result.agentLines()).isEmpty();
    assertThat(Files.readString(log)).startsWith("[obs-agent] ").contains("service=Greeting");
  }
}
