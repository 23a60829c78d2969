package io.obsagent.smoke.shop;

import static io.obsagent.smoke.receiver.SpanMatcher.client;
import static io.obsagent.smoke.receiver.SpanMatcher.server;
import static io.obsagent.smoke.receiver.SpanMatcher.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedSpan.Kind;
import io.obsagent.smoke.receiver.ReceivedSpan.Status;
import io.obsagent.smoke.receiver.ReceivedTrace;
import io.obsagent.smoke.receiver.Traces;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shop under the agent, as a collector and as a person at its terminal see it. */
class ShopTracesIT {

  private static final String GOOD_CARD = "4111111111111111";
  private static final String REJECTED_CARD = "4000000000000002";

  static List<Arguments> jdksAndProtocols() {
    List<Arguments> all = new ArrayList<>();
    for (Jdk jdk : Jdks.underTest()) {
      all.add(Arguments.of(jdk, "http/protobuf"));
      all.add(Arguments.of(jdk, "grpc"));
    }
    return all;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("jdksAndProtocols")
  void everyRequestIsOneReadableTrace(Jdk jdk, String protocol) {
    Database database = Services.postgres().newDatabase("shop");
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningService shop = start(jdk, protocol, database, receiver)) {
      checkout(shop, "alice", GOOD_CARD, 302);
      checkout(shop, "bob", REJECTED_CARD, 500);
      assertThat(shop.http().get("/search?q=mug").statusCode()).isEqualTo(200);
      assertThat(shop.http().get("/report").statusCode()).isEqualTo(200);
      assertThat(shop.http().get("/health").statusCode()).isEqualTo(200);
      shop.stop();

      Traces traces = receiver.traces();
      ReceivedTrace good =
          traces.traceOf(
              server("POST /checkout").and("that worked", s -> s.status() == Status.UNSET));
      ReceivedTrace bad = traces.traceOf(server("POST /checkout").failed());
      checkGood(good, database);
      checkBad(bad);
      checkSlow(traces.traceOf(server("GET /search")));
      assertThat(traces.traceOf(server("GET /report")).root().attributes())
          .containsEntry("http.response.status_code", 200L);
      traces.none(span("a span of /health", s -> "/health".equals(s.attribute("url.path"))));
      checkLogAndTerminal(shop, good, bad);
    }
  }

  private static RunningService start(
      Jdk jdk, String protocol, Database database, OtlpReceiver receiver) {
    ServiceUnderTest shop =
        ServiceUnderTest.shop(jdk, database)
            .with("otel.traces.exporter", "otlp,console")
            .with("obs.exclude.urls", "/health")
            // Whether one waits for a connection is not the same in every run.
            .with("obs.db.connection-wait.threshold", "1m");
    return (protocol.equals("grpc") ? shop.exportingByGrpcTo(receiver) : shop.exportingTo(receiver))
        .start();
  }

  private static void checkout(RunningService shop, String customer, String card, int status) {
    shop.http().post("/cart", Map.of("customer", customer, "sku", "MUG-2", "quantity", "2"));
    assertThat(
            shop.http().post("/checkout", Map.of("customer", customer, "card", card)).statusCode())
        .isEqualTo(status);
  }

  private static void checkGood(ReceivedTrace trace, Database database) {
    ReceivedSpan request = trace.root();
    assertThat(request.isRoot()).isTrue();
    assertThat(request.attributes())
        .containsEntry("http.request.method", "POST")
        .containsEntry("http.route", "/checkout")
        .containsEntry("url.path", "/checkout")
        .containsEntry("url.scheme", "http")
        .containsEntry("http.response.status_code", 302L)
        .containsEntry("server.address", "127.0.0.1")
        .doesNotContainKey("error.type");
    assertThat(request.serviceName()).isEqualTo("shop");
    List<ReceivedSpan> statements = trace.childrenOf(request);
    assertThat(statements)
        .hasSize(trace.spans().size() - 1)
        .extracting(ReceivedSpan::name)
        .containsExactly(
            "SELECT cart_lines products",
            "SELECT products",
            "UPDATE products",
            "INSERT orders",
            "INSERT order_lines",
            "DELETE cart_lines",
            "INSERT payments",
            "INSERT shipments");
    assertThat(statements)
        .allSatisfy(
            statement -> {
              assertThat(statement.kind()).isEqualTo(Kind.CLIENT);
              assertThat(statement.status()).isEqualTo(Status.UNSET);
              assertThat(statement.attributes())
                  .containsEntry("db.system.name", "postgresql")
                  .containsEntry("db.namespace", database.name())
                  .containsEntry("server.address", database.host())
                  .containsEntry("server.port", (long) database.port());
              assertThat(statement.startNanos()).isGreaterThanOrEqualTo(request.startNanos());
              assertThat(statement.endNanos()).isLessThanOrEqualTo(request.endNanos());
            });
  }

  private static void checkBad(ReceivedTrace trace) {
    ReceivedSpan request = trace.root();
    assertThat(request.attributes())
        .containsEntry("http.response.status_code", 500L)
        .containsEntry("error.type", "javax.servlet.ServletException");
    ReceivedSpan payment = trace.exactlyOne(client("INSERT payments").childOf(request).failed());
    assertThat(payment.attributes())
        .containsEntry("error.type", "23514")
        .containsEntry("db.response.status_code", "23514");
    assertThat(payment.statusDescription()).doesNotContain(REJECTED_CARD);
    assertThat(payment.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.name()).isEqualTo("exception");
              assertThat(event.attributes())
                  .containsEntry("exception.type", "org.postgresql.util.PSQLException")
                  .containsKey("exception.stacktrace");
              assertThat(event.attributes().toString()).doesNotContain(REJECTED_CARD);
            });
    assertThat(trace.spans().stream().flatMap(span -> span.events().stream()))
        .as("one exception, told once")
        .hasSize(1);
  }

  /** The one query everybody complains of is nearly all of the request. */
  private static void checkSlow(ReceivedTrace trace) {
    ReceivedSpan slowest =
        trace.childrenOf(trace.root()).stream()
            .max((a, b) -> a.duration().compareTo(b.duration()))
            .orElseThrow();
    assertThat(slowest.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    assertThat(slowest.attribute("db.query.text").toString()).doesNotContain("mug");
  }

  private static void checkLogAndTerminal(
      RunningService shop, ReceivedTrace good, ReceivedTrace bad) {
    assertThat(shop.jvm().stdout().lines())
        .anyMatch(
            line ->
                line.contains("[trace=" + good.traceId() + " span=" + good.root().spanId() + "]")
                    && line.contains("placed by alice"));
    List<String> terminal = shop.jvm().stderr().lines();
    assertThat(terminal).filteredOn(line -> line.startsWith("[obs-agent]")).hasSize(1);
    assertThat(terminal)
        .anyMatch(line -> line.contains("trace " + good.traceId()) && line.contains("9 spans"))
        .anyMatch(line -> line.contains("trace " + bad.traceId()) && !line.contains("─ ok ─"))
        .anyMatch(
            line -> line.contains("INSERT payments") && line.contains("INSERT INTO payments"));
    assertThat(String.join("\n", terminal)).doesNotContain("/health");
  }
}
