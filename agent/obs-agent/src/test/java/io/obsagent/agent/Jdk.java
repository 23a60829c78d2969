package io.obsagent.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** A JDK to run child JVMs with: the one that runs the tests, and a 25 installed beside it. */
record Jdk(Path home, int feature) {

  static Jdk current() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** For parameterised tests. */
  static List<Jdk> all() throws IOException {
    List<Jdk> jdks = new ArrayList<>(List.of(current()));
    if (current().feature() < 25) {
      try (Stream<Path> siblings = Files.list(current().home().toRealPath().getParent())) {
        siblings
            .sorted(Comparator.naturalOrder())
            .map(home -> new Jdk(home, featureOf(home)))
            .filter(jdk -> jdk.feature() == 25)
            .findFirst()
            .ifPresent(jdks::add);
      }
    }
    return jdks;
  }

  private static int featureOf(Path home) {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/javac"))) {
      return 0;
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(release)) {
      properties.load(in);
      String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
      return Runtime.Version.parse(version).feature();
    } catch (IOException | IllegalArgumentException unreadable) {
      return 0;
    }
  }

  String tool(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
