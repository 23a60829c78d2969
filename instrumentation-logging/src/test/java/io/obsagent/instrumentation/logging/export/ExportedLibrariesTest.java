package io.obsagent.instrumentation.logging.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.logs.ThrownText;
import io.obsagent.engine.trace.Hex;
import io.obsagent.instrumentation.logging.Libraries;
import io.obsagent.instrumentation.logging.Weaving;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code obs.logs.export=all} with each library, through its asynchronous appenders and loggers.
 */
class ExportedLibrariesTest {
  private static final String LARGE = "a\u00e9\u6f22\ud83d\ude00\"\n".repeat(250_000);

  @AfterEach
  void orderly() {
    System.clearProperty("script.awkward");
    System.clearProperty("Log4jContextSelector");
  }

  static Stream<Arguments> libraries() {
    return Stream.of(
            Libraries.versions("1.0.13", "1.2.13", "1.3.15", "1.4.14", "1.5.38")
                .map(version -> Arguments.of("Logback", version, "")),
            Libraries.versions(
                    "2.0", "2.1", "2.3", "2.5", "2.6.2", "2.7", "2.8.2", "2.12.4", "2.17.2",
                    "2.20.0", "2.24.3", "2.26.1")
                .flatMap(
                    version ->
                        Stream.of("Root", "AsyncRoot", "all")
                            .map(way -> Arguments.of("Log4j2", version, way))),
            Libraries.versions("log4j-1.2.8", "log4j-1.2.14", "log4j-1.2.17")
                .map(version -> Arguments.of("Log4j1", version, "")),
            Libraries.versions("reload4j-1.2.25", "reload4j-1.2.26")
                .map(version -> Arguments.of("Log4j1", version, "")),
            Libraries.versions("1.5.0.Final", "2.0.0.Final", "2.1.19.Final")
                .map(version -> Arguments.of("JBoss", version, "")))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void everyLineOnceWithTheIdsOfItsOwnSpan(
      String library, String version, String way, @TempDir Path folder) throws Exception {
    boolean awkward = !library.equals("JBoss");
    if (awkward) {
      System.setProperty("script.awkward", "true");
    }
    try (ExportedRecords exported =
            ExportedRecords.with("obs.logs.export", "all", "obs.logs.mdc", "*");
        URLClassLoader loader = Libraries.loader(jars(library, version))) {
      Libraries.run(library + "Application", loader, argument(library, way, folder));
      List<LogEntry> entries = new ArrayList<>(exported.take());
      // JBoss LogManager, on the tests' class path, complains by the JDK's logger.
      entries.removeIf(entry -> entry.body().startsWith("The LogManager accessed before"));
      check(entries.subList(0, 601));
      if (awkward) {
        checkAwkward(entries.subList(601, entries.size()), way);
      }
    }
  }

  private static void check(List<LogEntry> entries) {
    for (int i = 0; i < 600; i++) {
      LogEntry entry = entries.get(i);
      int round = i / 2 + 1;
      boolean inside = i % 2 == 0;
      assertThat(entry.body()).isEqualTo((inside ? "in " : "out ") + round);
      assertThat(entry.logger()).isEqualTo("books");
      assertThat(entry.severity()).isEqualTo(LogEntry.INFO);
      assertThat(entry.severityText()).isEqualTo("INFO");
      assertThat(entry.threadName()).isEqualTo(Thread.currentThread().getName());
      assertThat(entry.hasTrace()).isEqualTo(inside);
      if (inside) {
        assertThat(Hex.of128(entry.traceIdHigh(), entry.traceIdLow())).isEqualTo(Weaving.TRACE);
        assertThat(entry.spanId()).isEqualTo(round);
      }
      assertThat(attributes(entry)).isEmpty();
    }
    assertThat(attributes(entries.get(600))).containsExactly(Map.entry("user", "ada"));
  }

  private static Map<String, Object> attributes(LogEntry entry) {
    Map<String, Object> attributes = new HashMap<>();
    for (int i = 0; i < entry.attributeCount(); i++) {
      attributes.put(entry.attributeKey(i), entry.attributeValue(i));
    }
    return attributes;
  }

  /** A line of megabytes, odd characters, an exception, an argument that logs when rendered. */
  private static void checkAwkward(List<LogEntry> entries, String way) {
    assertThat(entries).as(way).hasSize(5);
    LogEntry large = entries.get(0);
    // The character at the limit is the first half of a pair.
    assertThat(large.body()).isEqualTo(LARGE.substring(0, 16_383));
    assertThat(attributes(large)).containsEntry("obs.log.length", (long) LARGE.length());
    assertThat(entries.get(1).body()).startsWith("odd \u0000").endsWith("\t end");
    LogEntry failed = entries.get(2);
    assertThat(failed.thrown()).isInstanceOf(IllegalStateException.class);
    assertThat(ThrownText.of(failed.thrown()))
        .startsWith("java.lang.IllegalStateException: outer \"one\"\n\tat ")
        .contains("\tSuppressed: java.lang.IllegalArgumentException: on the way\n")
        .contains("Caused by: java.lang.RuntimeException: inner\nline\n");
    assertThat(entries.get(3).body()).isEqualTo("from toString");
    // Log4j 2.6 renders both into one buffer, in its own files as well.
    assertThat(entries.get(4).body()).isIn("talkative", "from toStringtalkative");
  }

  private static String argument(String library, String way, Path folder) throws Exception {
    Path file = folder.resolve("books.log");
    if (!library.equals("Log4j2")) {
      return file.toString();
    }
    if (way.equals("all")) {
      System.setProperty(
          "Log4jContextSelector", "org.apache.logging.log4j.core.async.AsyncLoggerContextSelector");
    }
    String root = way.equals("all") ? "Root" : way;
    Path configuration = folder.resolve("log4j2.xml");
    Files.writeString(
        configuration,
        "<Configuration status='warn'><Appenders><File name='file' fileName='"
            + file
            + "'><PatternLayout pattern='%m%n'/></File></Appenders><Loggers><"
            + root
            + " level='info'><AppenderRef ref='file'/></"
            + root
            + "></Loggers></Configuration>");
    return configuration.toUri().toString();
  }

  private static String[] jars(String library, String version) {
    List<String> jars = new ArrayList<>();
    switch (library) {
      case "Logback":
        jars.add("logback-classic-" + version);
        jars.add("logback-core-" + version);
        jars.add(version.compareTo("1.3") < 0 ? "slf4j-api-1.7.36" : "slf4j-api-2.0.20");
        break;
      case "Log4j2":
        jars.add("log4j-api-" + version);
        jars.add("log4j-core-" + version);
        jars.add(version.matches("2\\.[0-6](\\..*)?") ? "disruptor-3.2.0" : "disruptor-3.4.4");
        break;
      case "JBoss":
        jars.add("jboss-logmanager-" + version);
        jars.add("wildfly-common-1.5.4.Final");
        break;
      default:
        jars.add(version);
    }
    return jars.toArray(new String[0]);
  }
}
