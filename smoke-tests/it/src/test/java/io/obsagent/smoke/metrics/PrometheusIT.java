package io.obsagent.smoke.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.smoke.http.WebClient;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.services.Prometheus;
import io.obsagent.smoke.services.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shop's page as Prometheus' own programs read it. */
class PrometheusIT {
  private static final String PAGE = "metrics are on http://127\\.0\\.0\\.1:(\\d+)/metrics";
  private static final String CALLS = "http_server_request_duration_seconds";
  private static final int CUSTOMERS = 4;
  private static final int REQUESTS = 2_400;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** One of a hundred is kept, as the head decides or as the tail does. */
  static List<Arguments> samplings() {
    return List.of(
        Arguments.of(
            "head",
            Map.of(
                "otel.traces.sampler",
                "parentbased_traceidratio",
                "otel.traces.sampler.arg",
                "0.01")),
        Arguments.of("tail", Map.of("obs.sampling.tail", "error,probabilistic:1")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samplings")
  void isScrapedAndEveryExemplarLeadsToATraceThatWasKept(
      String name, Map<String, String> sampling, @TempDir Path folder) {
    assumeThat(Prometheus.isInstalled()).as("Prometheus is installed").isTrue();
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningService shop = start(receiver, sampling)) {
      int port = Integer.parseInt(shop.jvm().stderr().awaitLine(PAGE, PATIENCE).group(1));
      try (Prometheus prometheus = Prometheus.scraping(port, folder)) {
        load(shop);
        prometheus.awaitHealthyTarget();
        prometheus.awaitValue(CALLS + "_count{http_route=\"/catalogue\"}", REQUESTS);
        prometheus.awaitValue(CALLS + "_bucket{http_route=\"/catalogue\",le=\"+Inf\"}", REQUESTS);
        prometheus.awaitValue(
            "db_client_connection_max{db_client_connection_pool_name=\"storefront\"} > bool 0", 1);
        prometheus.awaitValue(
            "sum(db_client_connection_count{db_client_connection_state=\"used\"})", 0);
        prometheus.awaitValue("count(process_resident_memory_bytes > 0)", 1);
        prometheus.awaitValue("count(target_info{service_name=\"shop\"})", 1);

        Set<String> exemplars = new TreeSet<>(prometheus.awaitExemplars(CALLS + "_bucket"));
        exemplars.addAll(prometheus.awaitExemplars("db_client_operation_duration_seconds_bucket"));
        Set<String> kept = new TreeSet<>();
        receiver.traces().spans().forEach(span -> kept.add(span.traceId()));
        assertThat(kept).hasSizeLessThan(REQUESTS / 20).containsAll(exemplars);
      }
      String page = new WebClient("http://127.0.0.1:" + port).get("/metrics").body();
      assertThat(Prometheus.check(page, folder)).doesNotContain("error");
      assertThat(page).contains(CALLS).doesNotContain(" # {");
    }
  }

  private static RunningService start(OtlpReceiver receiver, Map<String, String> sampling) {
    ServiceUnderTest shop =
        ServiceUnderTest.shop(Jdks.running(), Services.postgres().newDatabase("shop"))
            .exportingTo(receiver)
            .with("otel.bsp.schedule.delay", "100")
            .with("otel.metrics.exporter", "prometheus")
            .with("otel.exporter.prometheus.host", "127.0.0.1")
            .with("otel.exporter.prometheus.port", "0");
    sampling.forEach(shop::with);
    return shop.start();
  }

  /** Customers who do not wait for each other. */
  private static void load(RunningService shop) {
    CompletableFuture<?>[] customers = new CompletableFuture<?>[CUSTOMERS];
    for (int customer = 0; customer < CUSTOMERS; customer++) {
      customers[customer] =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < REQUESTS / CUSTOMERS; i++) {
                  assertThat(shop.http().get("/catalogue").statusCode()).isEqualTo(200);
                }
              },
              task -> new Thread(task, "customer").start());
    }
    CompletableFuture.allOf(customers).join();
  }
}
