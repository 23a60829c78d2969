package io.obsagent.smoke.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedPoint;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shop under the agent, as a collector of metrics sees it. */
class ShopMetricsIT {
  private static final String REQUESTS = "http.server.request.duration";
  private static final String ACTIVE = "http.server.active_requests";
  private static final String OPERATIONS = "db.client.operation.duration";

  static List<Arguments> jdksAndProtocols() {
    List<Arguments> all = new ArrayList<>();
    for (Jdk jdk : Jdks.underTest()) {
      all.add(Arguments.of(jdk, all.isEmpty() ? "http/protobuf" : "grpc"));
    }
    return all;
  }

  /** No request is sampled; every one is counted. */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("jdksAndProtocols")
  void everyCallIsCountedWhateverIsSampled(Jdk jdk, String protocol) {
    Database database = Services.postgres().newDatabase("shop");
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningService shop = start(jdk, protocol, database, receiver)) {
      for (int i = 0; i < 50; i++) {
        assertThat(shop.http().get("/catalogue").statusCode()).isEqualTo(200);
      }
      assertThat(shop.http().get("/order-status/99").statusCode()).isEqualTo(404);
      assertThat(shop.http().get("/health").statusCode()).isEqualTo(200);
      receiver.metrics().await("what is measured late", points -> has(points, "jvm.memory.used"));
      shop.stop();

      ReceivedPoint catalogue =
          latest(
              receiver,
              REQUESTS,
              Map.of("http.route", "/catalogue", "http.response.status_code", 200));
      assertThat(catalogue.count()).isEqualTo(50);
      assertThat(catalogue.unit()).isEqualTo("s");
      assertThat(catalogue.bounds()).startsWith(0.005, 0.01).endsWith(7.5, 10.0);
      assertThat(catalogue.buckets().stream().mapToLong(Long::longValue).sum()).isEqualTo(50);
      assertThat(catalogue.sum()).isBetween(0.000_1, 60.0);
      assertThat(catalogue.attributes())
          .containsEntry("http.request.method", "GET")
          .containsEntry("url.scheme", "http")
          .containsEntry("network.protocol.version", "1.1")
          .hasSize(5);
      assertThat(catalogue.resource()).containsEntry("service.name", "shop");
      assertThat(latest(receiver, REQUESTS, Map.of("http.response.status_code", 404)).count())
          .isEqualTo(1);
      assertThat(receiver.metrics().points(REQUESTS))
          .noneMatch(
              point -> String.valueOf(point.attributes().get("http.route")).contains("heal"));
      assertThat(latest(receiver, ACTIVE, Map.of("http.request.method", "GET")).sum()).isZero();

      ReceivedPoint query =
          latest(receiver, OPERATIONS, Map.of("db.query.summary", "SELECT products"));
      assertThat(query.count()).isGreaterThanOrEqualTo(50);
      assertThat(query.attributes())
          .containsEntry("db.system.name", "postgresql")
          .containsEntry("server.address", "127.0.0.1")
          .containsKeys("db.namespace", "server.port");
      assertThat(query.bounds())
          .containsExactly(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);
      assertThat(receiver.traces().spans(span -> true)).isEmpty();
    }
  }

  private static boolean has(List<ReceivedPoint> points, String metric) {
    return points.stream().anyMatch(point -> point.metric().equals(metric));
  }

  private static ReceivedPoint latest(
      OtlpReceiver receiver, String metric, Map<String, Object> attributes) {
    return receiver.metrics().latest(metric, attributes).orElseThrow();
  }

  private static RunningService start(
      Jdk jdk, String protocol, Database database, OtlpReceiver receiver) {
    ServiceUnderTest shop =
        ServiceUnderTest.shop(jdk, database)
            .with("otel.traces.sampler", "always_off")
            .with("otel.metric.export.interval", "500")
            .with("obs.exclude.urls", "/health");
    return (protocol.equals("grpc") ? shop.exportingByGrpcTo(receiver) : shop.exportingTo(receiver))
        .start();
  }
}
