package io.obsagent.smoke.it.logging;

import static io.obsagent.smoke.receiver.SpanMatcher.server;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.logging.QuietAppenders;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.JvmCommand;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedLog;
import io.obsagent.smoke.receiver.ReceivedRequest;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.services.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Log records of real services at a real OTLP receiver. */
class ExportedLogsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  private static JvmCommand quiet(Jdk jdk, OtlpReceiver receiver) throws Exception {
    List<Path> classPath = new ArrayList<>();
    for (Class<?> each :
        List.of(
            QuietAppenders.class,
            org.h2.Driver.class,
            org.apache.logging.log4j.LogManager.class,
            org.apache.logging.log4j.core.Logger.class,
            org.apache.log4j.Logger.class)) {
      classPath.add(Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    return ChildJvm.java(jdk)
        .observedBy(receiver)
        .mainClass(classPath, QuietAppenders.class.getName());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void ofKeptTracesByDefault(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm child = quiet(jdk, receiver).start()) {
      assertThat(child.awaitExit(PATIENCE)).isZero();
      // Log4j 1 prints its stack traces behind the lines.
      assertThat(child.stdout().lines())
          .filteredOn(line -> line.startsWith("log4j"))
          .containsExactlyInAnyOrder(
              "log4j2 ERROR failed outside",
              "log4j1 ERROR failed outside",
              "log4j2 ERROR failed inside",
              "log4j1 ERROR failed inside");
      List<ReceivedLog> records =
          receiver.logs().records().stream()
              .filter(each -> each.scope().name().startsWith("books."))
              .toList();
      assertThat(records)
          .extracting(each -> each.scope().name() + " " + each.severity() + " " + each.body())
          // By scope; in which order is the exporter's.
          .containsExactlyInAnyOrder(
              "books.log4j2 DEBUG detail inside",
              "books.log4j2 ERROR failed inside",
              "books.log4j1 DEBUG detail inside",
              "books.log4j1 ERROR failed inside",
              "books.jul FINE detail inside",
              "books.jul SEVERE failed inside");
      ReceivedSpan call =
          receiver.traces().spans().stream()
              .filter(span -> span.name().startsWith("SELECT"))
              .findAny()
              .orElseThrow();
      assertThat(records)
          .allMatch(each -> each.traceId().equals(call.traceId()))
          .allMatch(each -> each.spanId().equals(call.spanId()))
          .allMatch(each -> each.attributes().get("thread.name").equals("main"))
          .allMatch(each -> each.resource().containsKey("service.name"));
      assertThat(records)
          .filteredOn(each -> each.severity().equals("ERROR"))
          .hasSize(2)
          .allSatisfy(
              failed -> {
                assertThat(failed.attributes())
                    .containsEntry("exception.type", "java.lang.IllegalStateException")
                    .containsEntry("exception.message", "no inside");
                assertThat((String) failed.attributes().get("exception.stacktrace"))
                    .contains("Caused by: java.lang.RuntimeException: around")
                    .contains("CIRCULAR REFERENCE");
              });
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void allByGrpcAndWithStructuredLines(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm child =
            quiet(jdk, receiver)
                .property("otel.exporter.otlp.protocol", "grpc")
                .property("otel.exporter.otlp.endpoint", receiver.grpcEndpoint())
                .property("otel.logs.exporter", "otlp")
                .property("obs.logs.format", "json")
                .start()) {
      assertThat(child.awaitExit(PATIENCE)).isZero();
      assertThat(child.stdout().lines())
          .hasSize(4)
          .allMatch(line -> line.startsWith("{\"timestamp\":"));
      assertThat(receiver.logs().records())
          .filteredOn(each -> each.scope().name().startsWith("books."))
          .hasSize(12)
          .allMatch(each -> each.body().endsWith("inside") != each.traceId().isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void noneAtAll(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm child = quiet(jdk, receiver).property("obs.logs.export", "none").start()) {
      assertThat(child.awaitExit(PATIENCE)).isZero();
      assertThat(receiver.traces().spans()).isNotEmpty();
      assertThat(receiver.requests().all())
          .extracting(ReceivedRequest::path)
          .noneMatch(path -> path.endsWith("/v1/logs"));
    }
  }

  /** Logback behind an asynchronous appender on Tomcat, and an event per request. */
  @ParameterizedTest
  @MethodSource("jdks")
  void ofTheShopsRequestsAndAnEventForEach(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningService shop =
            ServiceUnderTest.shop(jdk, Services.postgres().newDatabase("shop"))
                .exportingTo(receiver)
                .with("obs.logs.requests", "true")
                .with("otel.bsp.schedule.delay", "100ms")
                .start()) {
      receiver.clear();
      assertThat(shop.http().get("/search?q=mug&token=secret").statusCode()).isEqualTo(200);
      receiver.traces().await(1, server("GET /search"));
      List<ReceivedLog> records =
          receiver
              .logs()
              .await(
                  "lines and the event",
                  all ->
                      all.stream().anyMatch(log -> log.scope().name().equals("io.obsagent.servlet"))
                          && all.stream().anyMatch(log -> log.body().contains("answered 200")));
      ReceivedSpan request = receiver.traces().spans(server("GET /search")).get(0);
      assertThat(records).allMatch(each -> each.traceId().equals(request.traceId()));
      assertThat(records)
          .extracting(ReceivedLog::body)
          .anyMatch(body -> body.matches("Search found \\d+ products"));
      ReceivedLog event =
          records.stream()
              .filter(each -> each.scope().name().equals("io.obsagent.servlet"))
              .findAny()
              .orElseThrow();
      assertThat(event.proto().getEventName()).isEqualTo("obs.http.request");
      assertThat(event.spanId()).isEqualTo(request.spanId());
      assertThat(event.severity()).isEqualTo("INFO");
      assertThat(event.attributes())
          .containsAllEntriesOf(
              Map.of(
                  "method",
                  "GET",
                  "path",
                  "/search",
                  "status_code",
                  200L,
                  "client_ip",
                  "127.0.0.1"))
          .containsKey("response_time_ms")
          .doesNotContainKey("error_type");
      shop.stop();
    }
  }

  /** Without any collector of logs: lines of JSON, failures and exclusions. */
  @ParameterizedTest
  @MethodSource("jdks")
  void requestsAsLinesOnStandardOutput(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningService shop =
            ServiceUnderTest.shop(jdk, Services.postgres().newDatabase("shop"))
                .exportingTo(receiver)
                .with("obs.logs.requests", "stdout")
                .with("obs.logs.export", "none")
                .with("obs.exclude.urls", "/health*")
                .with("otel.traces.sampler", "always_off")
                .with("otel.service.name", "shop")
                .start()) {
      assertThat(shop.http().get("/health").statusCode()).isEqualTo(200);
      assertThat(shop.http().get("/order-status/99?token=secret").statusCode()).isEqualTo(404);
      shop.http().post("/cart", Map.of("customer", "bob", "sku", "MUG-2", "quantity", "2"));
      assertThat(
              shop.http()
                  .post("/checkout", Map.of("customer", "bob", "card", "4000000000000002"))
                  .statusCode())
          .isEqualTo(500);
      shop.stop();
      List<String> events =
          shop.jvm().stdout().lines().stream()
              .filter(line -> line.contains("\"event\":\"obs.http.request\""))
              .toList();
      assertThat(events).hasSize(3);
      assertThat(events.get(0))
          .matches(
              "\\{\"timestamp\":\"[-0-9T:.]+Z\",\"level\":\"INFO\",\"event\":\"obs.http.request\","
                  + "\"service\":\"shop\",\"method\":\"GET\",\"path\":\"/order-status/99\","
                  + "\"client_ip\":\"127.0.0.1\",\"status_code\":404,\"response_time_ms\":[0-9.]+,"
                  + "\"trace_id\":\"[0-9a-f]{32}\",\"span_id\":\"[0-9a-f]{16}\"}");
      assertThat(events.get(2))
          .contains("\"level\":\"ERROR\"")
          .contains("\"path\":\"/checkout\"")
          .contains("\"status_code\":500")
          .contains("\"error_type\":\"");
      assertThat(receiver.traces().spans()).isEmpty();
    }
  }
}
