package io.obsagent.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.receiver.Metrics;
import io.obsagent.smoke.receiver.ReceivedPoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The threads of servers, as a collector of metrics sees them. What is measured late begins after
 * ten seconds, so the first few wait for it together.
 */
class ServerThreadsIT {
  private static final int AT_ONCE = 5;
  private static final Map<Container, CompletableFuture<ContractService>> RUNNING =
      new LinkedHashMap<>();

  static List<Container> containers() {
    return Container.withThreads();
  }

  @BeforeAll
  static void startSome() {
    for (Container container : containers().subList(0, AT_ONCE)) {
      RUNNING.put(
          container,
          CompletableFuture.supplyAsync(
              () -> start(container), task -> new Thread(task, "start-container").start()));
    }
  }

  @AfterAll
  static void stopAll() {
    RUNNING.values().forEach(started -> started.thenAccept(ContractService::close).join());
  }

  private static ContractService start(Container container) {
    return new ContractService(
        container,
        Map.of(
            "otel.metric.export.interval",
            "200",
            // Undertow's executor counts its busy threads only then.
            "jboss.threads.eqe.statistics.active-count",
            "true"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("containers")
  void busySizeLimitAndQueue(Container container) throws Exception {
    String type = container.name().substring(0, container.name().indexOf('-'));
    CompletableFuture<ContractService> started = RUNNING.remove(container);
    try (ContractService service = started == null ? start(container) : started.join()) {
      service.get("/prefix/a");
      Metrics metrics = service.receiver().metrics();
      Map<String, Object> ofType = Map.of("obs.executor.type", type);
      ReceivedPoint size = metrics.await("obs.executor.thread.count", ofType, p -> p.sum() > 0);
      ReceivedPoint limit = metrics.await("obs.executor.thread.limit", ofType, p -> true);
      ReceivedPoint busy = metrics.await("obs.executor.thread.busy.count", ofType, p -> true);
      ReceivedPoint queue = metrics.await("obs.executor.queue.size", ofType, p -> true);

      assertThat(limit.sum()).isBetween(2.0, 1_000.0);
      assertThat(size.sum()).isLessThanOrEqualTo(limit.sum());
      assertThat(busy.sum()).isBetween(0.0, limit.sum());
      assertThat(queue.sum()).isBetween(0.0, 100.0);
      assertThat(String.valueOf(size.attributes().get("obs.executor.name")))
          .isNotEmpty()
          .doesNotMatch("qtp\\d+");
      if (!type.equals("undertow")) {
        metrics.await(type + ".thread.busy.count", Map.of(), p -> true);
        metrics.await(type + ".thread.limit", Map.of(), p -> true);
      }
      service.finish();
    }
  }
}
