package io.obsagent.instrumentation.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SLF4J before Log4j 2 and before reload4j, in two web applications of one JVM, and older libraries
 * that SLF4J leads to Logback: each line is stamped once, with its own span, and no application
 * sees anything of another.
 */
class BridgesTest {
  @Test
  void twoApplicationsWithABridgeEach(@TempDir Path first, @TempDir Path second) throws Exception {
    for (Path folder : new Path[] {first, second}) {
      Path file = folder.resolve("books.log");
      Files.writeString(
          folder.resolve("log.xml"),
          "<Configuration status='warn'><Appenders><File name='file' fileName='"
              + file
              + "'><PatternLayout pattern='%m|%X{trace_id}|%X{span_id}|%X{user}|%X%n'/></File>"
              + "</Appenders><Loggers><Root level='info'><AppenderRef ref='file'/></Root>"
              + "</Loggers></Configuration>");
      Files.writeString(
          folder.resolve("log.properties"),
          "log4j.rootLogger=INFO, file\n"
              + "log4j.appender.file=org.apache.log4j.FileAppender\n"
              + "log4j.appender.file.File="
              + file
              + "\nlog4j.appender.file.layout=org.apache.log4j.PatternLayout\n"
              + "log4j.appender.file.layout.ConversionPattern="
              + "%m|%X{trace_id}|%X{span_id}|%X{user}|%X%n\n");
    }
    try (Weaving weaving = Weaving.with(new Properties());
        URLClassLoader log4j2 =
            Libraries.loader(
                "slf4j-api-1.7.36",
                "log4j-slf4j-impl-2.26.1",
                "log4j-api-2.26.1",
                "log4j-core-2.26.1");
        URLClassLoader log4j1 =
            Libraries.loader("slf4j-api-2.0.20", "slf4j-reload4j-2.0.20", "reload4j-1.2.26")) {
      assertThat(weaving).isNotNull();
      assertThat(run(log4j2, first)).isNullOrEmpty();
      assertThat(run(log4j1, second)).isNullOrEmpty();
    }
    for (Path folder : new Path[] {first, second}) {
      check(folder.resolve("books.log"));
    }
  }

  /** With {@code obs.logs.jul-suffix}, which is for lines that no other library writes. */
  @ParameterizedTest
  @CsvSource({"jul, 1.7.36, 1.0.13", "jul, 2.0.20, 1.5.38"})
  @CsvSource({"log4j, 1.7.36, 1.0.13", "log4j, 2.0.20, 1.5.38"})
  void anOlderLibraryOverLogback(String api, String slf4j, String logback, @TempDir Path folder)
      throws Exception {
    Properties suffix = new Properties();
    suffix.setProperty("obs.logs.jul-suffix", "true");
    Path file = folder.resolve("books.log");
    try (Weaving weaving = Weaving.with(suffix);
        URLClassLoader loader =
            Libraries.loader(
                "slf4j-api-" + slf4j,
                "jul-to-slf4j-" + slf4j,
                "log4j-over-slf4j-" + slf4j,
                "logback-classic-" + logback,
                "logback-core-" + logback)) {
      assertThat(weaving).isNotNull();
      assertThat((Map<?, ?>) Libraries.run("OverLogbackApplication", loader, api + ">" + file))
          .isNullOrEmpty();
    }
    check(file);
  }

  private static void check(Path file) throws Exception {
    Played.check(Files.readAllLines(file));
    assertThat(Files.readString(file).split("trace_flags.01", -1))
        .as("one stamp per line: 300 rounds and one with entries of its own")
        .hasSize(302);
  }

  private static Map<?, ?> run(URLClassLoader loader, Path folder) throws Exception {
    return (Map<?, ?>)
        Libraries.run("BridgedApplication", loader, folder.resolve("log.xml").toUri().toString());
  }
}
