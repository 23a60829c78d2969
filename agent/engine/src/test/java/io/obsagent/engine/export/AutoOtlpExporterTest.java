package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Fragment;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AutoOtlpExporterTest {
  private final BufferLimit limit = new BufferLimit(BufferLimit.DEFAULT_BYTES, 0);
  private final Taker taker = new Taker();
  private long now = 1_000_000_000L;

  private AutoOtlpExporter exporter(int port) {
    AutoOtlpExporter exporter = new AutoOtlpExporter(port, limit, () -> taker, () -> now);
    exporter.attach(() -> {});
    return exporter;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static List<Fragment> one(String name) {
    return List.of(TestTraces.fragment(name, 1, false));
  }

  @Test
  void isQuietAndBoundedWhileNobodyAnswers() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      AutoOtlpExporter exporter = exporter(freePort());
      long before = AgentHealth.get("dropped.no_collector");
      for (int i = 0; i < 1_000; i++) {
        exporter.export(one("t" + i));
      }
      assertThat(log.lines()).isEmpty();
      assertThat(limit.heldBytes()).isBetween(1L, 1L << 20);
      assertThat(AgentHealth.get("dropped.no_collector") - before).isEqualTo(744);
      exporter.close();
      assertThat(AgentHealth.get("dropped.no_collector") - before).isEqualTo(1_000);
      assertThat(limit.heldBytes()).isZero();
    }
  }

  @Test
  void findsACollectorLaterAndSendsWhatItKept() throws Exception {
    int port = freePort();
    try (CapturedLog log = new CapturedLog()) {
      AutoOtlpExporter exporter = exporter(port);
      exporter.export(one("before"));
      try (Collector collector = Collector.start(port)) {
        exporter.export(one("too early to look again"));
        assertThat(collector.requests).isEmpty();
        now += TimeUnit.SECONDS.toNanos(11);
        exporter.export(one("looked again"));
        assertThat(collector.requests).hasSize(1);
        exporter.export(one("after"));
      }
      assertThat(taker.names)
          .containsExactly("before", "too early to look again", "looked again", "after");
      assertThat(limit.heldBytes()).isZero();
      assertThat(log.lines())
          .containsExactly("[obs-agent] collector at localhost:" + port + " found, exporting");
    }
  }

  @Test
  void somethingElseThatListensThereIsNotACollector() throws Exception {
    try (CapturedLog log = new CapturedLog();
        Collector other = Collector.start()) {
      other.answers = (request, exchange) -> Collector.status(exchange, 404);
      AutoOtlpExporter exporter = exporter(other.port());
      exporter.export(one("a"));
      assertThat(other.requests).hasSize(1);
      assertThat(taker.names).isEmpty();
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void looksLessAndLessOften() throws Exception {
    try (Collector other = Collector.start()) {
      other.answers = (request, exchange) -> Collector.status(exchange, 503);
      AutoOtlpExporter exporter = exporter(other.port());
      // A fragment every second of an hour.
      for (int second = 0; second < 3_600; second++) {
        exporter.export(one("s" + second));
        now += TimeUnit.SECONDS.toNanos(1);
      }
      // After 0, 10, 30, 70, 150, 310 seconds, then every 300.
      assertThat(other.requests).hasSize(16);
    }
  }

  private static final class Taker implements FragmentExporter {
    private final List<String> names = new ArrayList<>();

    @Override
    public void attach(Runnable wake) {}

    @Override
    public void export(List<Fragment> batch) {
      batch.forEach(fragment -> names.add(fragment.root().nameText()));
    }

    @Override
    public long work(long nowNanos) {
      return NOTHING;
    }

    @Override
    public boolean flush(long timeoutMillis) {
      return true;
    }

    @Override
    public void close() {}
  }
}
