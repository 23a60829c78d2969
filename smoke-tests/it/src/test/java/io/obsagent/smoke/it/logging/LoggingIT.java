package io.obsagent.smoke.it.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.logging.ThreeLibraries;
import io.obsagent.smoke.jvm.Artifacts;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.JvmCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Log4j 2, Log4j 1 and the JDK's logging side by side, under the packaged agent. */
class LoggingIT {
  private static final String TRACE = "[0-9a-f]{32}";

  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  private static JvmCommand child(Jdk jdk) throws Exception {
    List<Path> classPath = new ArrayList<>();
    for (Class<?> each :
        List.of(
            ThreeLibraries.class,
            org.h2.Driver.class,
            org.apache.logging.log4j.LogManager.class,
            org.apache.logging.log4j.core.Logger.class,
            org.apache.log4j.Logger.class)) {
      classPath.add(Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    return ChildJvm.java(jdk)
        .agent(Artifacts.agentJar())
        .property("otel.traces.exporter", "none")
        .property("otel.service.name", "books")
        .mainClass(classPath, ThreeLibraries.class.getName());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void idsInTheLinesOfEachLibrary(Jdk jdk) throws Exception {
    try (ChildJvm child = child(jdk).property("obs.logs.jul-suffix", "true").start()) {
      assertThat(child.awaitExit(Duration.ofMinutes(3))).isZero();
      List<String> out = child.stdout().lines();
      assertThat(out.subList(0, 2)).containsExactly("log4j2 outside []", "log4j1 outside []");
      assertThat(out.subList(2, out.size()))
          .hasSizeGreaterThan(1)
          .allMatch(line -> line.matches("log4j[12] inside \\[" + TRACE + "]"));
      assertThat(child.stderr().text())
          .contains("INFO: outside" + System.lineSeparator())
          .containsPattern("INFO: inside trace_id=" + TRACE + " span_id=[0-9a-f]{16} ");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void linesOfJsonWithoutAChange(Jdk jdk) throws Exception {
    try (ChildJvm child = child(jdk).property("obs.logs.format", "json").start()) {
      assertThat(child.awaitExit(Duration.ofMinutes(3))).isZero();
      List<String> lines =
          Stream.concat(child.stdout().lines().stream(), child.stderr().lines().stream())
              .filter(line -> !line.startsWith("[obs-agent]"))
              .toList();
      assertThat(lines)
          .hasSizeGreaterThan(5)
          .allMatch(line -> line.startsWith("{\"timestamp\":\"") && line.endsWith("}"))
          .allMatch(line -> line.contains("\"service\":\"books\""))
          .allMatch(
              line ->
                  line.contains("\"message\":\"inside\"")
                      == line.matches(".*\"trace_id\":\"" + TRACE + "\".*"));
    }
  }
}
