package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.health.CollectorState;
import io.obsagent.engine.trace.Fragment;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class OtlpHttpTest {
  private static OtlpSettings.Builder to(String base) {
    return OtlpSettings.builder().base(base);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sendsProtobufToTheTracesPath(boolean jdkClient) throws Exception {
    try (Collector collector = Collector.start();
        OtlpRig rig =
            new OtlpRig(
                to(collector.url())
                    .headers(Map.of("api-key", "secret", "x-tenant", "a b"))
                    .jdkClient(jdkClient)
                    .build())) {
      rig.offer(TestTraces.fragment("GET /", 3, false));
      await().until(() -> collector.spans().size() == 3);
      assertThat(collector.paths.get(0)).isEqualTo("/v1/traces");
      assertThat(collector.headers.get(0).getFirst("Content-Type"))
          .isEqualTo("application/x-protobuf");
      assertThat(collector.headers.get(0).getFirst("api-key")).isEqualTo("secret");
      assertThat(collector.headers.get(0).getFirst("x-tenant")).isEqualTo("a b");
      assertThat(collector.headers.get(0).getFirst("Content-Encoding")).isNull();
      await().until(() -> rig.limit.heldBytes() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void compresses(boolean jdkClient) throws Exception {
    try (Collector collector = Collector.start();
        OtlpRig rig = new OtlpRig(to(collector.url()).gzip(true).jdkClient(jdkClient).build())) {
      rig.offer(TestTraces.fragment("GET /", 100, false));
      await().until(() -> collector.spans().size() == 100);
      assertThat(collector.headers.get(0).getFirst("Content-Encoding")).isEqualTo("gzip");
    }
  }

  @Test
  void aSignalsOwnEndpointIsUsedAsItIs() throws Exception {
    try (Collector collector = Collector.start();
        OtlpRig rig =
            new OtlpRig(
                OtlpSettings.builder()
                    .base("http://localhost:1")
                    .endpoint(collector.url() + "/own/path")
                    .build())) {
      rig.offer("a");
      await().until(() -> collector.names().contains("a"));
      assertThat(collector.paths).containsExactly("/own/path");
    }
  }

  @Test
  void manySpansTravelInBatchesAndBuffersAreReusedRightly() throws Exception {
    try (Collector collector = Collector.start();
        OtlpRig rig = new OtlpRig(to(collector.url()).build())) {
      for (int i = 0; i < 500; i++) {
        rig.offer(TestTraces.fragment("t" + i, 5, i % 7 == 0));
      }
      assertThat(rig.thread.flush(30_000)).isTrue();
      assertThat(collector.spans()).hasSize(2_500);
      assertThat(collector.names()).doesNotHaveDuplicates();
      assertThat(collector.requests.size()).isLessThan(100);
      assertThat(rig.limit.heldBytes()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void whatFailsForAPassingReasonIsSentAgain(int status) throws Exception {
    try (Collector collector = Collector.start();
        OtlpRig rig = new OtlpRig(to(collector.url()).build())) {
      collector.answers =
          (request, exchange) -> Collector.status(exchange, request == 0 ? status : 200);
      long before = AgentHealth.get(OtlpTraceExporter.SENT);
      rig.offer("again");
      await().until(() -> collector.names().equals(List.of("again", "again")));
      await().until(() -> AgentHealth.get(OtlpTraceExporter.SENT) - before == 1);
    }
  }

  @Test
  void retryAfterIsObeyed() throws Exception {
    try (Collector collector = Collector.start();
        OtlpRig rig = new OtlpRig(to(collector.url()).build())) {
      collector.answers =
          (request, exchange) -> {
            exchange.getResponseHeaders().add("Retry-After", "1");
            Collector.status(exchange, request == 0 ? 503 : 200);
          };
      rig.offer("later");
      await().until(() -> collector.requests.size() == 2);
      // The pause of our own would have been one millisecond.
      assertThat(collector.arrivals.get(1) - collector.arrivals.get(0))
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(990));
    }
  }

  @Test
  void whatIsRefusedIsNotSentAgainAndSaidOnce() throws Exception {
    try (CapturedLog log = new CapturedLog();
        Collector collector = Collector.start();
        OtlpRig rig = new OtlpRig(to(collector.url()).build())) {
      collector.answers =
          (request, exchange) ->
              Collector.body(
                  exchange, request < 2 ? 400 : 200, "bad thing".getBytes(StandardCharsets.UTF_8));
      long before = AgentHealth.get("dropped.rejected");
      rig.offer("refused");
      await().until(() -> collector.requests.size() == 1);
      rig.offer("refused too");
      await().until(() -> collector.requests.size() == 2);
      rig.offer("accepted");
      await().until(() -> collector.requests.size() == 3);
      assertThat(collector.names()).containsExactly("refused", "refused too", "accepted");
      assertThat(AgentHealth.get("dropped.rejected") - before).isEqualTo(2);
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0))
          .isEqualTo(
              "[obs-agent] collector "
                  + collector.url()
                  + " refuses spans (HTTP 400: bad thing); what it refuses is dropped and counted");
      await().until(() -> rig.limit.heldBytes() == 0);
    }
  }

  @Test
  void withoutRetryAFailureIsFinal() throws Exception {
    try (Collector collector = Collector.start();
        OtlpRig rig = new OtlpRig(to(collector.url()).retry(false).build())) {
      collector.answers =
          (request, exchange) -> Collector.status(exchange, request == 0 ? 503 : 200);
      rig.offer("lost");
      await().until(() -> collector.requests.size() == 1);
      rig.offer("next");
      await().until(() -> collector.requests.size() == 2);
      assertThat(collector.names()).containsExactly("lost", "next");
    }
  }

  @Test
  void aBatchThatAloneFailsDoesNotBlockTheOthersForEver() throws Exception {
    try (CapturedLog log = new CapturedLog();
        Collector collector = Collector.start();
        OtlpRig rig = new OtlpRig(to(collector.url()).build())) {
      AtomicInteger poisonous = new AtomicInteger();
      collector.answers =
          (request, exchange) -> {
            boolean poison = collector.requests.get(request).toString().contains("poison");
            if (poison) {
              poisonous.incrementAndGet();
            }
            Collector.status(exchange, poison ? 503 : 200);
          };
      long before = AgentHealth.get("dropped.retries_exhausted");
      rig.offer("poison");
      await().until(() -> poisonous.get() > 0);
      AtomicInteger more = new AtomicInteger();
      await()
          .until(
              () -> {
                rig.offer("fine" + more.getAndIncrement());
                return AgentHealth.get("dropped.retries_exhausted") - before == 1;
              });
      assertThat(rig.thread.flush(10_000)).isTrue();
      assertThat(collector.names()).contains("fine0");
      assertThat(log.lines()).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void partialSuccessIsCountedAndSaidOnce() throws Exception {
    try (CapturedLog log = new CapturedLog();
        Collector collector = Collector.start();
        OtlpRig rig = new OtlpRig(to(collector.url()).build())) {
      byte[] partial =
          ExportTraceServiceResponse.newBuilder()
              .setPartialSuccess(
                  ExportTracePartialSuccess.newBuilder()
                      .setRejectedSpans(2)
                      .setErrorMessage("too old"))
              .build()
              .toByteArray();
      collector.answers = (request, exchange) -> Collector.body(exchange, 200, partial);
      long before = AgentHealth.get("dropped.rejected");
      long sent = AgentHealth.get(OtlpTraceExporter.SENT);
      rig.offer(TestTraces.fragment("a", 5, false));
      await().until(() -> AgentHealth.get("dropped.rejected") - before == 2);
      rig.offer(TestTraces.fragment("b", 5, false));
      await().until(() -> AgentHealth.get("dropped.rejected") - before == 4);
      await().until(() -> AgentHealth.get(OtlpTraceExporter.SENT) - sent == 6);
      assertThat(log.lines("left out 2 of 5 spans: too old")).hasSize(1);
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void aDeadCollectorCostsMemoryUpToTheCapAndTwoLines() throws Exception {
    int port = freePort();
    BufferLimit limit = new BufferLimit(256 << 10, 0);
    try (CapturedLog log = new CapturedLog();
        OtlpRig rig = new OtlpRig(to("http://localhost:" + port).build(), limit, 5)) {
      long dropped = AgentHealth.get("dropped.memory_limit");
      long sent = AgentHealth.get(OtlpTraceExporter.SENT);
      int offered = 0;
      while (AgentHealth.get("dropped.memory_limit") - dropped < 1_000) {
        rig.offer(TestTraces.fragment("t" + offered++, 1, offered % 10 == 0));
        assertThat(limit.heldBytes() + rig.queue.queuedBytes())
            .isLessThanOrEqualTo(limit.bytes() + (64 << 10));
      }
      await().until(() -> log.lines(" lost: ").size() == 1);
      assertThat(CollectorState.snapshot().get("spans to http://localhost:" + port))
          .matches("does not answer, \\d+ times by now: no connection");
      assertThat(log.lines())
          .containsExactly(
              "[obs-agent] collector http://localhost:"
                  + port
                  + " lost: no connection; spans are buffered up to 256 KiB, then dropped");

      try (Collector collector = Collector.start(port)) {
        await().until(() -> log.lines(" is back; ").size() == 1);
        assertThat(CollectorState.snapshot())
            .containsEntry("spans to http://localhost:" + port, "answers");
        assertThat(rig.thread.flush(30_000)).isTrue();
        rig.offer("alive");
        await().until(() -> collector.names().contains("alive"));
        await().until(() -> limit.heldBytes() == 0);
        long lost = AgentHealth.get("dropped.memory_limit") - dropped;
        assertThat(AgentHealth.get(OtlpTraceExporter.SENT) - sent + lost).isEqualTo(offered + 1);
        assertThat(collector.names()).doesNotHaveDuplicates();
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(1))
            .contains("collector http://localhost:" + port + " is back; " + lost + " spans were");
      }
    }
  }

  @Test
  void errorsOutliveOrdinaryFragmentsWhileTheCollectorIsAway() throws Exception {
    int port = freePort();
    BufferLimit limit = new BufferLimit(128 << 10, 0);
    try (CapturedLog log = new CapturedLog();
        OtlpRig rig = new OtlpRig(to("http://localhost:" + port).build(), limit, 5)) {
      long dropped = AgentHealth.get("dropped.memory_limit");
      int i = 0;
      while (AgentHealth.get("dropped.memory_limit") == dropped) {
        rig.offer("ordinary" + i++);
      }
      List<String> errors = new ArrayList<>();
      for (int e = 0; e < 20; e++) {
        String name = "error" + e;
        errors.add(name);
        Fragment fragment = TestTraces.fragment(name, 1, true);
        await().until(() -> rig.queue.queuedSpans() == 0);
        rig.offer(fragment);
      }
      await().until(() -> log.lines(" lost: ").size() == 1);
      try (Collector collector = Collector.start(port)) {
        await().until(() -> collector.names().containsAll(errors));
      }
    }
  }

  @Test
  void aSlowAnswerDoesNotHoldUpTheOthers() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    try (Collector collector = Collector.start();
        OtlpRig rig = new OtlpRig(to(collector.url()).build())) {
      collector.answers =
          (request, exchange) -> {
            if (request == 0) {
              try {
                slow.await();
              } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
              }
            }
            Collector.status(exchange, 200);
          };
      rig.offer("slow");
      await().until(() -> collector.requests.size() == 1);
      rig.offer("fast");
      await().until(() -> collector.names().contains("fast"));
      slow.countDown();
      assertThat(rig.thread.flush(10_000)).isTrue();
    }
  }

  @Test
  void shutdownIsBoundedWhenTheCollectorHangs() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (Collector collector = Collector.start();
        OtlpRig rig = new OtlpRig(to(collector.url()).build())) {
      collector.answers =
          (request, exchange) -> {
            try {
              never.await();
            } catch (InterruptedException end) {
              Thread.currentThread().interrupt();
            }
          };
      long before = AgentHealth.get("dropped.shutdown");
      rig.offer("stuck");
      await().until(() -> collector.requests.size() == 1);
      assertThat(rig.thread.shutdown(300)).isFalse();
      await().until(() -> AgentHealth.get("dropped.shutdown") - before == 1);
      never.countDown();
    }
  }

  @Test
  void shutdownWithADeadCollectorDoesNotWaitForIt() throws Exception {
    try (CapturedLog log = new CapturedLog();
        OtlpRig rig = new OtlpRig(to("http://localhost:" + freePort()).build())) {
      rig.offer("a");
      // Far below the timeout: the connection is refused at once, and that is the answer.
      assertThat(rig.thread.shutdown(60_000)).isFalse();
      assertThat(log.lines()).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void settingsThatCannotWorkAreSaidOnceAndHoldNothing() {
    try (CapturedLog log = new CapturedLog();
        OtlpRig rig =
            new OtlpRig(to("https://localhost:1").certificate("/does/not/exist.pem").build())) {
      long before = AgentHealth.get("dropped.export_unusable");
      rig.offer("a");
      await().until(() -> AgentHealth.get("dropped.export_unusable") - before == 1);
      rig.offer("b");
      await().until(() -> AgentHealth.get("dropped.export_unusable") - before == 2);
      assertThat(rig.limit.heldBytes()).isZero();
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0))
          .contains("no spans are exported to collector https://localhost:1")
          .contains("/does/not/exist.pem");
    }
  }
}
