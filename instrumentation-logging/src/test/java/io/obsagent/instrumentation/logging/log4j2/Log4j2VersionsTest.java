package io.obsagent.instrumentation.logging.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.instrumentation.logging.Libraries;
import io.obsagent.instrumentation.logging.Played;
import io.obsagent.instrumentation.logging.Weaving;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same application with each version of Log4j 2, each way of appending and of keeping maps. */
class Log4j2VersionsTest {
  private static final String FILE =
      "<File name='file' fileName='%s'><PatternLayout"
          + " pattern='%%m|%%X{trace_id}|%%mdc{span_id}|%%X{user}|%%X%%n'/></File>";

  private static Weaving weaving;
  private final List<String> propertiesSet = new ArrayList<>();

  @BeforeAll
  static void weave() {
    weaving = Weaving.with(new Properties());
  }

  @AfterAll
  static void unweave() {
    weaving.close();
  }

  @AfterEach
  void clearProperties() {
    propertiesSet.forEach(System::clearProperty);
  }

  /** How events reach the file. */
  enum Way {
    SYNC("", "<Root level='info'><AppenderRef ref='file'/></Root>"),
    ASYNC_APPENDER(
        "<Async name='async' bufferSize='1024'><AppenderRef ref='file'/></Async>",
        "<Root level='info'><AppenderRef ref='async'/></Root>"),
    MIXED("", "<AsyncRoot level='info'><AppenderRef ref='file'/></AsyncRoot>"),
    ALL_ASYNC("", "<Root level='info'><AppenderRef ref='file'/></Root>");

    final String appenders;
    final String loggers;

    Way(String appenders, String loggers) {
      this.appenders = appenders;
      this.loggers = loggers;
    }
  }

  /**
   * How a thread's map is kept: until 2.23 by default copied on write, since then and without
   * thread-locals (and then without reusable events) in a plain map.
   */
  enum Maps {
    BY_DEFAULT(null, null),
    NO_THREAD_LOCALS("log4j2.enable.threadlocals", "false"),
    GARBAGE_FREE("log4j2.garbagefree.threadContextMap", "true");

    final String property;
    final String value;

    Maps(String property, String value) {
      this.property = property;
      this.value = value;
    }
  }

  static Stream<Arguments> cases() {
    return Libraries.versions(
            "2.0", "2.1", "2.3", "2.5", "2.6.2", "2.7", "2.8.2", "2.12.4", "2.17.2", "2.20.0",
            "2.24.3", "2.26.1")
        .flatMap(
            version ->
                Stream.of(Way.values())
                    .flatMap(way -> mapsOf(version).map(maps -> Arguments.of(version, way, maps))));
  }

  private static Stream<Maps> mapsOf(String version) {
    return version.matches("2\\.[0-6](\\..*)?")
        ? Stream.of(Maps.BY_DEFAULT)
        : Stream.of(Maps.values());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyLineHasTheIdsOfItsOwnSpan(String version, Way way, Maps maps, @TempDir Path folder)
      throws Exception {
    if (maps.property != null) {
      set(maps.property, maps.value);
    }
    if (way == Way.ALL_ASYNC) {
      set("Log4jContextSelector", "org.apache.logging.log4j.core.async.AsyncLoggerContextSelector");
    }
    Path file = folder.resolve("books.log");
    Path configuration = folder.resolve("log4j2.xml");
    Files.writeString(
        configuration,
        "<Configuration status='warn'><Appenders>"
            + String.format(FILE, file)
            + way.appenders
            + "</Appenders><Loggers>"
            + way.loggers
            + "</Loggers></Configuration>");
    String disruptor = version.matches("2\\.[0-6](\\..*)?") ? "disruptor-3.2.0" : "disruptor-3.4.4";
    try (URLClassLoader loader =
        Libraries.loader("log4j-api-" + version, "log4j-core-" + version, disruptor)) {
      Object own = Libraries.run("Log4j2Application", loader, configuration.toUri().toString());
      assertThat((Map<?, ?>) own).as("the application's own map").isNullOrEmpty();
    }
    Played.check(Files.readAllLines(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<JsonLayout compact='true' eventEol='true' properties='true'/>",
        "<JsonTemplateLayout eventTemplate='{\"message\":{\"$resolver\":\"message\",\"stringified\":true},"
            + "\"contextMap\":{\"$resolver\":\"mdc\"}}'/>"
      })
  void itsOwnJsonLayoutsSeeTheIds(String layout, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("books.log");
    Path configuration = folder.resolve("log4j2.xml");
    Files.writeString(
        configuration,
        "<Configuration status='warn'><Appenders><File name='file' fileName='"
            + file
            + "'>"
            + layout
            + "</File></Appenders><Loggers><AsyncRoot level='info'><AppenderRef ref='file'/>"
            + "</AsyncRoot></Loggers></Configuration>");
    try (URLClassLoader loader =
        Libraries.loader(
            "log4j-api-2.26.1",
            "log4j-core-2.26.1",
            "log4j-layout-template-json-2.26.1",
            "jackson-core-2.18.2",
            "jackson-databind-2.18.2",
            "jackson-annotations-2.18.2",
            "disruptor-3.4.4")) {
      Libraries.run("Log4j2Application", loader, configuration.toUri().toString());
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(601);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = new ObjectMapper().readTree(lines.get(i));
      JsonNode context = line.path("contextMap");
      boolean inside = !line.get("message").asText().startsWith("out");
      assertThat(context.has("span_id")).as(lines.get(i)).isEqualTo(inside);
      if (inside && i < 600) {
        assertThat(context.get("trace_id").asText()).isEqualTo(Weaving.TRACE);
        assertThat(context.get("span_id").asText()).isEqualTo(Weaving.span(i / 2 + 1));
      }
    }
    JsonNode own = new ObjectMapper().readTree(lines.get(600)).get("contextMap");
    assertThat(own.get("trace_id").asText()).isEqualTo("mine");
    assertThat(own.get("user").asText()).isEqualTo("ada");
  }

  private void set(String property, String value) {
    System.setProperty(property, value);
    propertiesSet.add(property);
  }
}
