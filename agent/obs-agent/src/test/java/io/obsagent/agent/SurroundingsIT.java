package io.obsagent.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Machines as they are: odd paths, nothing writable, a cut-down JRE. */
class SurroundingsIT {

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void worksFromAnyPath(Jdk jdk, @TempDir Path directory) throws IOException {
    for (String name : new String[] {"two words", "grüß日", "a+b", "100%41", "a#b"}) {
      Path odd = Files.createDirectory(directory.resolve(name));
      Path agent = Files.copy(Child.AGENT, odd.resolve("obs agent.jar"));
      Child.Result result =
          Child.java(jdk).with("-javaagent:" + agent).program(Greeting.class).run();

      assertThat(result.out()).as(name).isEqualTo("hello\n");
      assertThat(result.agentLines())
          .as(name)
          .singleElement()
          .asString()
          .contains("service=Greeting");
    }
  }

  /** /proc is read-only even for root, who may run the tests. */
  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void needsNothingWritable(Jdk jdk) {
    Path proc = Path.of("/proc");
    assumeTrue(Files.isDirectory(proc), "no /proc here");
    Child.Result result =
        Child.java(jdk)
            .with("-Duser.home=/proc", "-Djava.io.tmpdir=/proc")
            .agent()
            .program(Greeting.class)
            .in(proc)
            .environment("HOME", "/proc")
            .run();

    assertThat(result.out()).isEqualTo("hello\n");
    assertThat(result.agentLines()).singleElement().asString().contains("service=Greeting");
    assertThat(result.errWithoutAgentLines()).isEqualTo("to err is human");
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void worksOnTheSmallestImage(Jdk jdk, @TempDir Path directory) {
    Path image = directory.resolve("image");
    Child.Result linked =
        Child.tool(jdk, "jlink")
            .with("--add-modules", "java.base,java.instrument", "--output", image.toString())
            .run();
    assertThat(linked.exitCode()).as(linked.out() + linked.err()).isZero();

    for (String exporter : new String[] {"otlp", "console"}) {
      Child.Result result =
          Child.executable(image.resolve("bin/java"))
              .with("-Dotel.traces.exporter=" + exporter)
              .agent()
              .program(Greeting.class)
              .run();

      assertThat(result.out()).isEqualTo("hello\n");
      assertThat(result.errWithoutAgentLines()).isEqualTo("to err is human");
      assertThat(result.agentLines()).singleElement().asString().contains("traces=" + exporter);
    }
  }
}
