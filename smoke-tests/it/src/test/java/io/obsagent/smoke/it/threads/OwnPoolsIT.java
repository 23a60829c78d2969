package io.obsagent.smoke.it.threads;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.threads.OwnPoolsApplication;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pools of servlet containers are theirs, also the threads that start inside a request. */
class OwnPoolsIT {
  static Stream<Arguments> pools() {
    return Jdks.underTest().stream()
        .flatMap(
            jdk ->
                Stream.of(
                    Arguments.of("tomcat", List.of("tomcat-embed-core-8.5.100.jar"), jdk),
                    Arguments.of("tomcat", List.of("tomcat-embed-core-9.0.121.jar"), jdk),
                    Arguments.of("jetty", List.of("jetty-util-9.4.58.v20250814.jar"), jdk),
                    Arguments.of(
                        "jetty", List.of("jetty-util-12.1.14.jar", "slf4j-api-2.0.17.jar"), jdk)));
  }

  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("pools")
  void noRequestShowsUpInAContainersPool(String container, List<String> jars, Jdk jdk)
      throws Exception {
    List<Path> classPath = new ArrayList<>();
    classPath.add(
        Path.of(
            OwnPoolsApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    for (String jar : jars) {
      classPath.add(Path.of(System.getProperty("thread.jars"), jar));
    }
    try (ChildJvm child =
        ChildJvm.java(jdk)
            .observed()
            .property("otel.traces.exporter", "none")
            .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
            .mainClass(classPath, OwnPoolsApplication.class.getName())
            .argument(container)
            .start()) {
      assertThat(child.awaitExit(Duration.ofMinutes(1))).isZero();
      assertThat(child.stdout().lines()).containsExactly("threads: 8", "requests seen: 0");
    }
  }
}
