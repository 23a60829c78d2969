package io.obsagent.smoke.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdksTest {

  @TempDir Path root;

  @Test
  void theRunningJdkIsFoundFirst() {
    Jdk running = Jdks.running();

    assertThat(Jdks.find(running.feature())).contains(running);
    assertThat(running.tool("java")).isExecutable();
    assertThat(Jdks.underTest()).startsWith(running).doesNotHaveDuplicates();
  }

  @Test
  void findsByTheReleaseFileInTheFoldersBelowARoot() throws IOException {
    install(root.resolve("java-17"), "17.0.15");
    Path jdk25 = install(root.resolve("temurin"), "25.0.1");
    Path jdk8 = install(root.resolve("old"), "1.8.0_452");

    Jdks jdks = Jdks.in(List.of(root, root.resolve("absent")), Map.of());

    assertThat(jdks.ofVersion(25)).contains(new Jdk(jdk25, 25));
    assertThat(jdks.ofVersion(8)).contains(new Jdk(jdk8, 8));
    assertThat(jdks.ofVersion(21)).isEmpty();
  }

  @Test
  void aVariableOfTheEnvironmentGoesFirst() throws IOException {
    install(root.resolve("jvm/a"), "25");
    Path named = install(root.resolve("elsewhere"), "25");

    Jdks jdks = Jdks.in(List.of(root.resolve("jvm")), Map.of("JAVA_HOME_25_X64", named.toString()));

    assertThat(jdks.ofVersion(25)).contains(new Jdk(named, 25));
  }

  @Test
  void aRuntimeWithoutCompilerIsNotAJdk() throws IOException {
    Path jre = install(root.resolve("jre"), "25");
    Files.delete(jre.resolve("bin/javac"));

    assertThat(Jdks.in(List.of(root), Map.of()).ofVersion(25)).isEmpty();
  }

  private static Path install(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "X=1\nJAVA_VERSION=\"" + version + "\"\n");
    Path javac = Files.createFile(home.resolve("bin/javac"));
    assertThat(javac.toFile().setExecutable(true)).isTrue();
    return home;
  }
}
