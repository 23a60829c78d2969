package io.obsagent.smoke.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final String PROGRAM =
      """
      public class Program {
        public static void main(String[] arguments) throws Exception {
          Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("bye")));
          System.err.println("to stderr");
          System.out.println(System.getProperty("p") + System.getenv("E") + arguments[0]);
          if (arguments[0].equals("stay")) {
            new java.util.concurrent.CountDownLatch(1).await();
          }
          System.exit(3);
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void keepsTheStreamsApartAndGivesTheExitCode() throws IOException {
    try (ChildJvm child = command().argument("go").start()) {
      assertThat(child.awaitLine("P-(\\w+)-go", TIMEOUT).group(1)).isEqualTo("E");
      assertThat(child.awaitExit(TIMEOUT)).isEqualTo(3);
      assertThat(child.stdout().lines()).containsExactly("P-E-go", "bye");
      assertThat(child.stderr().lines()).containsExactly("to stderr");
    }
  }

  @Test
  void stopIsATerminationThatRunsShutdownHooks() throws IOException {
    try (ChildJvm child = command().argument("stay").start()) {
      child.awaitLine("stay", TIMEOUT);

      assertThat(child.isAlive()).isTrue();
      assertThat(ProcessHandle.of(child.pid())).isPresent();
      assertThat(child.stop()).isEqualTo(143);
      assertThat(child.stdout().lines()).contains("bye");
    }
  }

  @Test
  void killIsSudden() throws IOException {
    try (ChildJvm child = command().argument("stay").start()) {
      child.awaitLine("stay", TIMEOUT);

      assertThat(child.kill()).isEqualTo(137);
      assertThat(child.stdout().lines()).doesNotContain("bye");
    }
  }

  @Test
  void aLineThatNeverCameIsReportedAsSoonAsTheChildHasEnded() throws IOException {
    try (ChildJvm child = command().argument("go").start()) {
      assertThatThrownBy(() -> child.awaitLine("never", Duration.ofHours(1)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("never")
          .hasMessageContaining("P-E-go")
          .hasMessageContaining("to stderr");
    }
  }

  private JvmCommand command() throws IOException {
    Path source = Files.writeString(folder.resolve("Program.java"), PROGRAM);
    return ChildJvm.java(Jdks.running())
        .property("p", "P-")
        .env("E", "E-")
        .main(List.of(source.toString()));
  }
}
