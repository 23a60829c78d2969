package io.obsagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the agent must not work: switched off, in tools, a second time, or when it is broken. */
class StandBackIT {

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void switchedOffByPropertyNothingIsLoaded(Jdk jdk, @TempDir Path directory) throws IOException {
    Path log = directory.resolve("loaded.log");
    Child child = Child.java(jdk).with("-Dotel.javaagent.enabled=false", classLog(log));
    assertUntouched(child.agent().program(Greeting.class).run(), log);
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void switchedOffByEnvironmentNothingIsLoaded(Jdk jdk, @TempDir Path directory)
      throws IOException {
    Path log = directory.resolve("loaded.log");
    Child child =
        Child.java(jdk).with(classLog(log)).environment("OTEL_JAVAAGENT_ENABLED", "FALSE");
    assertUntouched(child.agent().program(Greeting.class).run(), log);
  }

  private static String classLog(Path log) {
    return "-Xlog:class+load:file=" + log;
  }

  private static void assertUntouched(Child.Result result, Path log) throws IOException {
    assertThat(result.out()).isEqualTo("hello\n");
    assertThat(result.err()).isEqualTo("to err is human\n");
    List<String> ours =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains(" io.obsagent."))
            .filter(line -> !line.contains(Greeting.class.getName()))
            .toList();
    assertThat(ours).hasSize(1).allMatch(line -> line.contains("io.obsagent.agent.ObsAgent "));
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void theSameAgentTwiceWorksOnce(Jdk jdk) {
    assertOneStandsBack(Child.java(jdk).agent().agent().program(Greeting.class).run());
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void aCopyElsewhereStandsBack(Jdk jdk, @TempDir Path directory) throws IOException {
    Path copy = Files.copy(Child.AGENT, directory.resolve("other.jar"));
    Child child = Child.java(jdk).agent().with("-javaagent:" + copy);
    assertOneStandsBack(child.program(Greeting.class).run());
  }

  private static void assertOneStandsBack(Child.Result result) {
    assertThat(result.out()).isEqualTo("hello\n");
    assertThat(result.agentLines()).hasSize(2);
    assertThat(result.agentLines().get(0)).contains("service=Greeting");
    assertThat(result.agentLines().get(1))
        .isEqualTo("[obs-agent] a second -javaagent of obs-agent stands back");
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void toolsOfTheJdkAreLeftAlone(Jdk jdk) {
    for (String tool : List.of("javac", "jar", "keytool", "jcmd", "jps", "javap")) {
      String help = tool.equals("jps") || tool.equals("jcmd") ? "-h" : "--help";
      Child.Result without = Child.tool(jdk, tool).with(help).run();
      Child.Result with =
          Child.tool(jdk, tool)
              .with(help)
              .environment("JAVA_TOOL_OPTIONS", "-javaagent:" + Child.AGENT)
              .run();

      assertThat(with.out()).as(tool).isEqualTo(without.out());
      assertThat(with.exitCode()).as(tool).isEqualTo(without.exitCode());
      assertThat(with.err())
          .as(tool)
          .isEqualTo(
              "Picked up JAVA_TOOL_OPTIONS: -javaagent:" + Child.AGENT + "\n" + without.err());
    }
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void aSourceFileIsAnApplication(Jdk jdk, @TempDir Path directory) throws IOException {
    Path source = directory.resolve("Hi.java");
    Files.writeString(
        source, "class Hi { public static void main(String[] a) { System.out.println(1); } }");
    Child.Result result = Child.java(jdk).agent().with(source.toString()).run();

    assertThat(result.out()).isEqualTo("1\n");
    assertThat(result.agentLines()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void aBrokenAgentIsOneLineAndTheApplicationGoesOn(Jdk jdk, @TempDir Path directory)
      throws IOException {
    Path broken =
        TestJar.agentWithout(
            directory.resolve("broken.jar"), name -> name.contains("engine/config/Options"));
    Child.Result result =
        Child.java(jdk).with("-javaagent:" + broken).program(Greeting.class, "3").run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEqualTo("hello\n");
    assertThat(result.errWithoutAgentLines()).isEqualTo("to err is human");
    assertThat(result.agentLines())
        .singleElement()
        .asString()
        .contains("off, the application goes on")
        .contains("NoClassDefFoundError");
  }
}
