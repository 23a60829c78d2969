package io.obsagent.instrumentation.logging.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.engine.Engine;
import io.obsagent.instrumentation.logging.Libraries;
import io.obsagent.instrumentation.logging.Weaving;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code obs.logs.format} with the real libraries: their own pattern never shows. */
class StructuredOutputTest {
  private static final int ROUNDS = 300;
  private static final String LARGE = "a\u00e9\u6f22\ud83d\ude00\"\n".repeat(250_000);

  @AfterEach
  void orderly() {
    System.clearProperty("script.awkward");
    Engine.nameService(null);
  }

  static Stream<Arguments> libraries() {
    return Stream.of(
            Libraries.versions("1.0.13", "1.2.13", "1.3.15", "1.4.14", "1.5.38")
                .map(version -> Arguments.of("Logback", version)),
            Libraries.versions("2.7", "2.12.4", "2.17.2", "2.24.3", "2.26.1")
                .map(version -> Arguments.of("Log4j2", version)),
            Stream.of("log4j-1.2.17", "reload4j-1.2.26")
                .map(version -> Arguments.of("Log4j1", version)))
        .flatMap(each -> each);
  }

  private static List<JsonNode> lines(String library, String version, String format, Path folder)
      throws Exception {
    Properties options = new Properties();
    options.setProperty("obs.logs.format", format);
    System.setProperty("script.awkward", "true");
    Engine.nameService("bookshop");
    Path file = folder.resolve("books.log");
    String argument = file.toString();
    if (library.equals("Log4j2")) {
      Path configuration = folder.resolve("log4j2.xml");
      Files.writeString(
          configuration,
          "<Configuration status='warn'><Appenders><File name='file' fileName='"
              + file
              + "'><PatternLayout pattern='%m%n'/></File></Appenders><Loggers>"
              + "<AsyncRoot level='info'><AppenderRef ref='file'/></AsyncRoot>"
              + "</Loggers></Configuration>");
      argument = configuration.toUri().toString();
    }
    try (Weaving weaving = Weaving.with(options);
        URLClassLoader loader = Libraries.loader(jars(library, version))) {
      assertThat(weaving).isNotNull();
      Libraries.run(library + "Application", loader, argument);
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static String[] jars(String library, String version) {
    switch (library) {
      case "Logback":
        return new String[] {
          "logback-classic-" + version,
          "logback-core-" + version,
          version.compareTo("1.3") < 0 ? "slf4j-api-1.7.36" : "slf4j-api-2.0.20"
        };
      case "Log4j2":
        return new String[] {"log4j-api-" + version, "log4j-core-" + version, "disruptor-3.4.4"};
      default:
        return new String[] {version};
    }
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void oneObjectPerLine(String library, String version, @TempDir Path folder) throws Exception {
    List<JsonNode> lines = lines(library, version, "json", folder);
    JsonNode first = lines.get(0);
    assertThat(first.properties())
        .extracting(field -> field.getKey())
        .containsExactly(
            "timestamp",
            "level",
            "logger",
            "thread",
            "service",
            "message",
            "trace_id",
            "span_id",
            "trace_flags");
    assertThat(Duration.between(Instant.parse(first.get("timestamp").asText()), Instant.now()))
        .isBetween(Duration.ZERO, Duration.ofMinutes(5));
    assertThat(first.get("level").asText()).isEqualTo("INFO");
    assertThat(first.get("logger").asText()).isEqualTo("books");
    assertThat(first.get("thread").asText()).isEqualTo(Thread.currentThread().getName());
    assertThat(first.get("service").asText()).isEqualTo("bookshop");
    for (int i = 1; i <= ROUNDS; i++) {
      JsonNode inside = lines.get(2 * i - 2);
      assertThat(inside.get("message").asText()).isEqualTo("in " + i);
      assertThat(inside.get("trace_id").asText()).isEqualTo(Weaving.TRACE);
      assertThat(inside.get("span_id").asText()).isEqualTo(Weaving.span(i));
      assertThat(inside.get("trace_flags").asText()).isEqualTo("01");
      assertThat(inside.path("request_id").asText(null)).isEqualTo(Weaving.requestId(i));
      assertThat(inside.has("mdc")).isFalse();
      JsonNode outside = lines.get(2 * i - 1);
      assertThat(outside.get("message").asText()).isEqualTo("out " + i);
      assertThat(outside.has("trace_id")).isFalse();
    }
    JsonNode own = lines.get(2 * ROUNDS);
    assertThat(own.get("trace_id").asText()).isEqualTo("mine");
    assertThat(own.get("span_id").asText()).isEqualTo(Weaving.span(7));
    assertThat(own.get("mdc").toString()).isEqualTo("{\"user\":\"ada\"}");
    awkward(lines.subList(2 * ROUNDS + 1, lines.size()), "stack_trace");
  }

  private static void awkward(List<JsonNode> lines, String stackTrace) {
    assertThat(lines).hasSizeBetween(4, 5);
    assertThat(lines.get(0).get("message").asText().equals(LARGE)).as("3 MiB").isTrue();
    assertThat(lines.get(1).get("message").asText())
        .isEqualTo("odd \u0000 \u001f \u007f \ufffd \u2028 \" \\ \r\n\t end");
    assertThat(lines.get(2).get(stackTrace).asText())
        .startsWith(
            "java.lang.IllegalStateException: outer \"one\"\n\tat com.example.logging.Script")
        .contains("\n\tSuppressed: java.lang.IllegalArgumentException: on the way\n\t\tat ")
        .contains("\nCaused by: java.lang.RuntimeException: inner\nline\n\tat ");
    // Logback 1.2 itself keeps an appender from being entered twice and drops that line.
    assertThat(lines.subList(3, lines.size()))
        .extracting(line -> line.get("message").asText())
        .isIn(List.of("talkative"), List.of("from toString", "talkative"));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void inTheNamesOfTheElasticCommonSchema(String library, String version, @TempDir Path folder)
      throws Exception {
    List<JsonNode> lines = lines(library, version, "ecs", folder);
    assertThat(lines.get(2 * ROUNDS).properties())
        .extracting(field -> field.getKey())
        .containsExactly(
            "@timestamp",
            "log.level",
            "log.logger",
            "process.thread.name",
            "service.name",
            "ecs.version",
            "message",
            "labels",
            "trace.id",
            "span.id");
    assertThat(lines.get(0).get("trace.id").asText()).isEqualTo(Weaving.TRACE);
    assertThat(lines.get(0).get("labels").toString()).isEqualTo("{\"trace_flags\":\"01\"}");
    assertThat(lines.get(0).has("http.request.id")).isFalse();
    assertThat(lines.get(2).get("http.request.id").asText()).isEqualTo(Weaving.requestId(2));
    JsonNode failed = lines.get(2 * ROUNDS + 3);
    assertThat(failed.get("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failed.get("error.message").asText()).isEqualTo("outer \"one\"");
    awkward(lines.subList(2 * ROUNDS + 1, lines.size()), "error.stack_trace");
  }
}
