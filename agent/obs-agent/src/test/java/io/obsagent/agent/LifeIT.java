package io.obsagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent's own beginning and end: the command line, attach, shutdown, the status file. */
class LifeIT {

  @Test
  void theJarExplainsItself() {
    Child.Result result = Child.java(Jdk.current()).with("-jar", Child.AGENT.toString()).run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).matches("(?s)obs-agent \\d+\\.\\d+\\.\\d+: .*-javaagent:obs-agent.*");
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void theStatusFileTellsTheStateAtTheEnd(Jdk jdk, @TempDir Path directory) throws IOException {
    Path status = directory.resolve("status.properties");
    Child.Result result =
        Child.java(jdk)
            .with("-Dobs.status.file=" + status, "-Dotel.service.name=grüß dich")
            .agent()
            .program(Greeting.class, "3")
            .run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.agentLines()).hasSize(1);
    Properties properties = load(status);
    assertThat(properties)
        .containsEntry("health.suppressed_exceptions", "0")
        .containsEntry("health.context_leaks", "0");
    assertThat(properties.getProperty("start"))
        .isEqualTo(result.agentLines().get(0).substring("[obs-agent] ".length()))
        .contains("service=grüß dich");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(status);
    }
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void aStatusFileThatCannotBeWrittenIsOneLine(Jdk jdk) {
    Child.Result result =
        Child.java(jdk)
            .with("-Dobs.status.file=/proc/no/status")
            .agent()
            .program(Greeting.class, "3")
            .run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.agentLines()).hasSize(2);
    assertThat(result.agentLines().get(1))
        .contains("obs.status.file=/proc/no/status cannot be written");
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void terminationIsAnOrderlyEndToo(Jdk jdk, @TempDir Path directory) throws IOException {
    Path status = directory.resolve("status.properties");
    Child child =
        Child.java(jdk).with("-Dobs.status.file=" + status).agent().program(Waiting.class);
    Process process = child.start();
    awaitErr(child, process, "waiting");
    // Not Process.destroy, which closes the standard input first.
    process.toHandle().destroy();
    Child.Result result = child.result(process);

    assertThat(result.exitCode()).isEqualTo(143);
    assertThat(load(status).getProperty("start")).contains("service=Waiting");
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void canBeAttachedOnceToARunningApplication(Jdk jdk) throws IOException {
    Child child = Child.java(jdk).program(Waiting.class);
    Process process = child.start();
    awaitErr(child, process, "waiting");
    for (int i = 0; i < 2; i++) {
      Child.Result attached =
          Child.tool(jdk, "jcmd")
              .with(String.valueOf(process.pid()), "JVMTI.agent_load", Child.AGENT.toString())
              .with("\"otel.service.name=attached\"")
              .run();
      assertThat(attached.exitCode()).as(attached.out() + attached.err()).isZero();
    }
    process.getOutputStream().close();
    Child.Result result = child.result(process);

    assertThat(result.exitCode()).isZero();
    assertThat(result.agentLines()).hasSize(2);
    assertThat(result.agentLines().get(0)).contains("service=attached");
    assertThat(result.agentLines().get(1)).contains("stands back");
  }

  private static void awaitErr(Child child, Process process, String text) {
    while (!child.errSoFar().contains(text)) {
      assertThat(process.isAlive()).as(child.errSoFar()).isTrue();
      Thread.onSpinWait();
    }
  }

  private static Properties load(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return properties;
  }
}
