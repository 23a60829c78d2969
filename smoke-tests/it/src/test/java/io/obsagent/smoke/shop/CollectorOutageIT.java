package io.obsagent.smoke.shop;

import static io.obsagent.smoke.receiver.SpanMatcher.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.http.WebClient;
import io.obsagent.smoke.jvm.AgentStatus;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The collector dies under load and comes back: the customers must not notice either. */
class CollectorOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int VISITORS = 4;

  /** A request to the catalogue: itself and its query. */
  private static final int SPANS_PER_REQUEST = 2;

  private static final int CALM = 50;
  private static final int FLOOD = 4_000;

  /** The smallest there is. */
  private static final int BUFFER_BYTES = 64 << 10;

  /** Less than any span takes. */
  private static final int SMALLEST_SPAN_BYTES = 100;

  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void killedAndRevivedUnderLoad(Jdk jdk) throws Exception {
    Database database = Services.postgres().newDatabase("shop");
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningService shop =
            ServiceUnderTest.shop(jdk, database)
                .option("-Xmx64m")
                .with("obs.memory.limit", String.valueOf(BUFFER_BYTES))
                .with("otel.bsp.schedule.delay", "100ms")
                .exportingTo(receiver)
                .start()) {
      visit(shop.http(), CALM);
      receiver.traces().await(CALM, server("GET /catalogue"));

      receiver.die();
      visit(shop.http(), FLOOD);
      shop.jvm().stderr().awaitLine("collector .* lost", PATIENCE);
      receiver.traces().clear();
      receiver.revive();
      shop.jvm().stderr().awaitLine("collector .* is back; \\d+ spans were dropped", PATIENCE);
      List<ReceivedSpan> late = receiver.traces().spans(server("GET /catalogue"));
      assertThat(late).hasSizeLessThan(BUFFER_BYTES / SMALLEST_SPAN_BYTES);

      assertThat(shop.http().get("/order-status/99").statusCode()).isEqualTo(404);
      receiver.traces().await(1, server("GET /order-status/*"));
      shop.stop();

      List<String> agentLines = shop.jvm().stderr().lines();
      assertThat(agentLines).hasSize(3).allMatch(line -> line.startsWith("[obs-agent] "));
      AgentStatus status = shop.jvm().agentStatus();
      long flood = (long) FLOOD * SPANS_PER_REQUEST;
      long arrived = receiver.traces().spans(s -> s.name().contains("atalogue")).size();
      assertThat(status.dropped()).as(status.toString()).isBetween(flood / 2, flood);
      assertThat(agentLines.get(2)).contains(status.dropped() + " spans were dropped");
      assertThat(arrived).isGreaterThan(0);
    }
  }

  /** So many requests, none of which may fail. */
  private static void visit(WebClient shop, int requests) throws Exception {
    ExecutorService visitors = Executors.newFixedThreadPool(VISITORS);
    try {
      List<Callable<Void>> tours = new ArrayList<>();
      for (int i = 0; i < VISITORS; i++) {
        int from = i;
        tours.add(
            () -> {
              for (int n = from; n < requests; n += VISITORS) {
                assertThat(shop.get("/catalogue").statusCode()).isEqualTo(200);
              }
              return null;
            });
      }
      for (Future<Void> tour : visitors.invokeAll(tours)) {
        tour.get();
      }
    } finally {
      visitors.shutdown();
    }
  }
}
