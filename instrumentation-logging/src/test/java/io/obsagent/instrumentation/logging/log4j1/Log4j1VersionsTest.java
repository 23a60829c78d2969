package io.obsagent.instrumentation.logging.log4j1;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.instrumentation.logging.Libraries;
import io.obsagent.instrumentation.logging.Played;
import io.obsagent.instrumentation.logging.Weaving;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same application with each version of Log4j 1 and reload4j; class files from 46 to 49. */
class Log4j1VersionsTest {
  private static Weaving weaving;

  @BeforeAll
  static void weave() {
    weaving = Weaving.with(new Properties());
  }

  @AfterAll
  static void unweave() {
    weaving.close();
  }

  static Stream<String> versions() {
    return Stream.concat(
        Libraries.versions("log4j-1.2.8", "log4j-1.2.14", "log4j-1.2.17"),
        Libraries.versions("reload4j-1.2.25", "reload4j-1.2.26"));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everyLineHasTheIdsOfItsOwnSpan(String version, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("books.log");
    try (URLClassLoader loader = Libraries.loader(version)) {
      Object own = Libraries.run("Log4j1Application", loader, file.toString());
      assertThat((Map<?, ?>) own).as("the application's own map").isNullOrEmpty();
    }
    Played.check(Files.readAllLines(file));
  }
}
