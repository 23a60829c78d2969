package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.build.PlanFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weaving from premain, in JVMs of their own: on this JDK, on 25, and the way of Java 8. */
class ChildJvmTest {
  @TempDir static Path directory;

  private static Path agent;
  private static Path plan;

  @BeforeAll
  static void makeAgent() throws IOException {
    agent = directory.resolve("agent.jar");
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", "io.obsagent.weaving.ChildAgent");
    main.putValue("Can-Retransform-Classes", "true");
    main.putValue("Can-Redefine-Classes", "true");
    new JarOutputStream(Files.newOutputStream(agent), manifest).close();
    plan = directory.resolve("weaving.plan");
    PlanFile.write(plan, Weaving.named("sample", ChildAgent::describe));
  }

  private record Output(int exit, List<String> out, List<String> err) {}

  private static Output run(Path java, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(List.of(options));
    command.add("-javaagent:" + agent + "=" + plan);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.obsagent.weaving.ChildMain");
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Output(
        process.exitValue(),
        Files.readAllLines(out, StandardCharsets.UTF_8),
        Files.readAllLines(err, StandardCharsets.UTF_8));
  }

  private static Path java(String home) {
    return new File(home, "bin/java").toPath();
  }

  @Test
  void weavesAndPrintsNothing() throws Exception {
    assertQuiet(run(java(System.getProperty("java.home")), "-Xlog:disable", "-Xlog:all=warning"));
  }

  @Test
  void weavesAndPrintsNothingOn25() throws Exception {
    Path java = jdk25();
    assumeThat(java).as("a JDK 25 beside this one").isNotNull();
    assertQuiet(run(java));
  }

  private static void assertQuiet(Output output) {
    assertThat(output.err).isEmpty();
    assertThat(output.out)
        .containsExactly(
            "events 4", "states [1, 1, 1]", "fields 1 1", "faults 0", "hook java.lang");
    assertThat(output.exit).isZero();
  }

  @Test
  void weavesTheWayOfJava8() throws Exception {
    Output output =
        run(
            java(System.getProperty("java.home")),
            "-Dobs.java8=true",
            "-Xshare:off",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED");
    assertThat(output.err).isEmpty();
    assertThat(output.out)
        .containsExactly("events 4", "states [1, 1, 1]", "fields 1 1", "faults 0", "hook appended");
    assertThat(output.exit).isZero();
  }

  /** Null when there is none. */
  private static Path jdk25() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    try (Stream<Path> siblings = Files.list(own.getParent())) {
      for (Path each : (Iterable<Path>) siblings.sorted()::iterator) {
        Path release = each.resolve("release");
        if (Files.exists(release)
            && Files.readString(release).contains("JAVA_VERSION=\"25")
            && Files.exists(java(each.toString()))) {
          return java(each.toString());
        }
      }
    }
    return null;
  }
}
