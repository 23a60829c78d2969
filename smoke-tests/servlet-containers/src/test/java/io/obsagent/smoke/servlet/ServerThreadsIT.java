package io.obsagent.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.receiver.ReceivedPoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The threads of servers, as a collector of metrics sees them. */
class ServerThreadsIT {
  static List<Container> containers() {
    return Container.withRejections();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("containers")
  void busySizeLimitAndQueue(Container container) throws Exception {
    String type = container.name().substring(0, container.name().indexOf('-'));
    try (ContractService service =
        new ContractService(container, Map.of("otel.metric.export.interval", "200"))) {
      service.get("/prefix/hello");
      Map<String, Object> ofType = Map.of("obs.executor.type", type);
      ReceivedPoint size =
          service.receiver().metrics().await("obs.executor.thread.count", ofType, p -> p.sum() > 0);
      ReceivedPoint limit =
          service.receiver().metrics().await("obs.executor.thread.limit", ofType, p -> true);
      ReceivedPoint busy =
          service.receiver().metrics().await("obs.executor.thread.busy.count", ofType, p -> true);
      ReceivedPoint queue =
          service.receiver().metrics().await("obs.executor.queue.size", ofType, p -> true);

      assertThat(limit.sum()).isBetween(2.0, 1_000.0);
      assertThat(size.sum()).isLessThanOrEqualTo(limit.sum());
      assertThat(busy.sum()).isBetween(0.0, limit.sum());
      assertThat(queue.sum()).isBetween(0.0, 100.0);
      assertThat(String.valueOf(size.attributes().get("obs.executor.name")))
          .isNotEmpty()
          .doesNotMatch("qtp\\d+");
      if (!type.equals("undertow")) {
        service.receiver().metrics().await(type + ".thread.busy.count", Map.of(), p -> true);
        service.receiver().metrics().await(type + ".thread.limit", Map.of(), p -> true);
      }
      service.finish();
    }
  }
}
