package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Fragment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Ten times as much as the collector takes. */
class FloodTest {
  private static final int SPANS_PER_REQUEST = 512;

  @Test
  void memoryStaysBelowTheCapTheOldestGoFirstAndErrorsStay() throws Exception {
    Semaphore capacity = new Semaphore(0);
    BufferLimit limit = new BufferLimit(2 << 20, 0, 1L << 40);
    long dropped = dropped();
    List<String> ordinary = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    try (Collector collector = Collector.start();
        OtlpRig rig =
            new OtlpRig(
                OtlpSettings.builder().base(collector.url()).timeoutMillis(60_000).build(),
                limit,
                5)) {
      collector.answers =
          (request, exchange) -> {
            capacity.acquireUninterruptibly();
            Collector.status(exchange, 200);
          };
      int offered = 0;
      while (offered < 40_000) {
        boolean failed = offered % 100 == 99;
        String name = (failed ? "error " : "t") + offered;
        (failed ? errors : ordinary).add(name);
        Fragment fragment = TestTraces.fragment(name, 1, failed);
        rig.offer(fragment);
        assertThat(limit.heldBytes() + rig.queue.queuedBytes()).isLessThanOrEqualTo(limit.bytes());
        if (++offered % (10 * SPANS_PER_REQUEST) == 0) {
          capacity.release();
        }
        // The exporting thread keeps up with the queue; it is the collector that does not.
        while (rig.queue.queuedSpans() > SPANS_PER_REQUEST / 4) {
          Thread.yield();
        }
      }
      await().until(() -> rig.queue.queuedSpans() == 0);
      capacity.release(1_000_000);
      assertThat(rig.thread.flush(60_000)).isTrue();
      await().until(() -> limit.heldBytes() == 0);

      assertThat(dropped() - dropped).isGreaterThan(20_000);
      List<String> arrived = collector.names();
      assertThat(arrived).doesNotHaveDuplicates().containsAll(errors);
      assertThat(arrived).containsAll(ordinary.subList(ordinary.size() - 1_000, ordinary.size()));
      assertThat(arrived.size() + dropped() - dropped).isEqualTo(offered);
    }
  }

  private static long dropped() {
    return AgentHealth.get("dropped.memory_limit") + AgentHealth.get("dropped.queue_full");
  }
}
