package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.resource.ResourceDetector;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ExportPipelineTest {
  @TempDir Path directory;

  private static Configuration settings(Map<String, String> set) {
    Properties properties = new Properties();
    properties.putAll(set);
    return ConfigurationReader.read(properties, Map.of(), null);
  }

  private static ExportPipeline pipeline(Map<String, String> set) {
    Configuration settings = settings(set);
    return ExportPipeline.of(
        settings, ResourceDetector.of(settings, new Properties(), Map.of(), "9.9"), "9.9");
  }

  @Test
  void saysWhatIsExportedWhere() {
    assertThat(pipeline(Map.of("otel.traces.exporter", "none")).description()).isEqualTo("none");
    assertThat(pipeline(Map.of()).description())
        .isEqualTo("otlp to a collector on localhost:4318 once there is one");
    assertThat(pipeline(Map.of("otel.traces.exporter", "otlp")).description())
        .isEqualTo("otlp to http://localhost:4318");
    assertThat(pipeline(Map.of("otel.exporter.otlp.protocol", "grpc")).description())
        .isEqualTo("otlp to http://localhost:4317");
    assertThat(
            pipeline(
                    Map.of(
                        "otel.traces.exporter", "console,otlp",
                        "obs.console.stream", "stdout",
                        "otel.exporter.otlp.endpoint", "https://user:secret@host:1/p?key=k"))
                .description())
        .isEqualTo("otlp to https://host:1, console on stdout");
  }

  @Test
  void noneTakesEverythingAndKeepsNothing() {
    ExportPipeline none = pipeline(Map.of("otel.traces.exporter", "none"));
    none.start();
    none.sink().accept(TestTraces.fragment("a", 1, false));
    assertThat(none.flush(1)).isTrue();
    assertThat(none.shutdown(1)).isTrue();
  }

  @Test
  void sendsAsConfigured() throws Exception {
    try (Collector collector = Collector.start()) {
      ExportPipeline pipeline =
          pipeline(
              Map.of(
                  "otel.service.name", "shop",
                  "otel.exporter.otlp.endpoint", collector.url() + "/base/",
                  "otel.exporter.otlp.headers", "api-key=s%20ecret",
                  "otel.exporter.otlp.traces.compression", "gzip",
                  "otel.bsp.schedule.delay", "10ms"));
      pipeline.sink().accept(TestTraces.fragment("a", 2, false));
      await().until(() -> collector.spans().size() == 2);
      assertThat(collector.paths).containsExactly("/base/v1/traces");
      assertThat(collector.headers.get(0).getFirst("api-key")).isEqualTo("s ecret");
      assertThat(collector.headers.get(0).getFirst("Content-Encoding")).isEqualTo("gzip");
      Map<String, String> resource =
          collector.requests.get(0).getResourceSpans(0).getResource().getAttributesList().stream()
              .collect(
                  Collectors.toMap(KeyValue::getKey, value -> value.getValue().getStringValue()));
      assertThat(resource)
          .containsEntry("service.name", "shop")
          .containsEntry("telemetry.distro.version", "9.9");
      assertThat(pipeline.shutdown(10_000)).isTrue();
    }
  }

  @Test
  void theConsoleShowsATraceSoonWhileOtlpGathersItsBatch() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Collector collector = Collector.start()) {
      System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      ExportPipeline pipeline =
          pipeline(
              Map.of(
                  "otel.service.name", "shop",
                  "otel.traces.exporter", "otlp,console",
                  "otel.exporter.otlp.endpoint", collector.url(),
                  "otel.bsp.schedule.delay", "1h"));
      pipeline.sink().accept(TestTraces.fragment("GET /orders", 2, false));
      await().until(() -> bytes.toString(StandardCharsets.UTF_8).contains("GET /orders"));
      assertThat(collector.requests).isEmpty();
      assertThat(pipeline.shutdown(10_000)).isTrue();
      assertThat(collector.spans()).hasSize(2);
    } finally {
      System.setErr(before);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("shop").contains("2 spans");
  }

  @Test
  void theFormForTracesWinsOverTheGeneralOne() {
    OtlpSettings settings =
        OtlpSettings.from(
            settings(
                Map.of(
                    "otel.exporter.otlp.endpoint", "http://general:1",
                    "otel.exporter.otlp.traces.endpoint", "http://traces:2/x",
                    "otel.exporter.otlp.headers", "a=1",
                    "otel.exporter.otlp.traces.headers", "b=2",
                    "otel.exporter.otlp.timeout", "7s",
                    "otel.java.exporter.otlp.retry.disabled", "true")));
    assertThat(settings.endpoint()).isEqualTo("http://traces:2/x");
    assertThat(settings.headers()).containsExactly(Map.entry("b", "2"));
    assertThat(settings.timeoutMillis()).isEqualTo(7_000);
    assertThat(settings.isRetry()).isFalse();
    assertThat(settings.isGzip()).isFalse();
    assertThat(settings.protocol()).isEqualTo(OtlpSettings.Protocol.HTTP_PROTOBUF);
  }

  /** What the child below is told to do in a fresh JVM, whose loaded classes are then looked at. */
  private List<String> loadedBy(String... command) throws Exception {
    Path log = directory.resolve("classes.log");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-Xlog:class+load:file=" + log + ":none");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.addAll(List.of(command));
    Process child = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    return Files.readAllLines(log);
  }

  @Test
  void loadsNothingOfOpenTelemetryBeforeTheFirstFragment() throws Exception {
    List<String> loaded = loadedBy(Child.class.getName());
    assertThat(loaded).anyMatch(line -> line.startsWith("io.obsagent.engine.export.ExportThread"));
    assertThat(loaded)
        .noneMatch(
            line ->
                line.startsWith("io.opentelemetry.")
                    || line.startsWith("okhttp3.")
                    || line.startsWith("java.net.http.")
                    || line.startsWith("java.util.logging."));
  }

  @Test
  void theJdkClientSendsWithoutLoadingOkHttpAndTheJava8SwitchTheOtherWayRound() throws Exception {
    try (Collector collector = Collector.start()) {
      List<String> newer = loadedBy(Child.class.getName(), collector.url(), "false");
      List<String> older = loadedBy(Child.class.getName(), collector.url(), "true");
      assertThat(collector.names()).containsExactly("child", "child");
      assertThat(newer)
          .anyMatch(line -> line.startsWith("io.obsagent.engine.export.JdkHttpSender "))
          .noneMatch(line -> line.startsWith("okhttp3."));
      assertThat(older)
          .anyMatch(line -> line.startsWith("okhttp3.OkHttpClient "))
          .noneMatch(line -> line.startsWith("io.obsagent.engine.export.JdkHttp"))
          .noneMatch(line -> line.startsWith("java.net.http."));
    }
  }

  /** Arguments: none, or the collector and whether to keep to Java 8. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws InterruptedException {
      Map<String, String> set =
          arguments.length == 0
              ? Map.of("otel.exporter.otlp.endpoint", "http://localhost:1")
              : Map.of("otel.exporter.otlp.endpoint", arguments[0], "obs.java8", arguments[1]);
      ExportPipeline pipeline = pipeline(set);
      if (arguments.length > 0) {
        pipeline.sink().accept(TestTraces.fragment("child", 1, false));
      }
      if (!pipeline.shutdown(30_000)) {
        System.exit(1);
      }
    }
  }
}
