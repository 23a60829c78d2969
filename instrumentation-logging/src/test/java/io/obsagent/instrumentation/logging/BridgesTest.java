package io.obsagent.instrumentation.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SLF4J before Log4j 2 and before reload4j, in two web applications of one JVM: each line is
 * stamped once, with its own span, and neither application sees anything of the other.
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
      Played.check(Files.readAllLines(folder.resolve("books.log")));
      assertThat(Files.readString(folder.resolve("books.log")).split("trace_flags=01", -1))
          .as("one stamp per line")
          .hasSizeLessThanOrEqualTo(303);
    }
  }

  private static Map<?, ?> run(URLClassLoader loader, Path folder) throws Exception {
    return (Map<?, ?>)
        Libraries.run("BridgedApplication", loader, folder.resolve("log.xml").toUri().toString());
  }
}
