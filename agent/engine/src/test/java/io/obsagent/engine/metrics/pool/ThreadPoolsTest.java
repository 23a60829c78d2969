package io.obsagent.engine.metrics.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadPoolsTest {
  private final Metrics metrics = Metrics.of(2_000, false);
  private final List<Pool> pools = new ArrayList<>();

  /** Held by the test, as an application holds it. */
  private static final class Pool {
    private boolean over;
    private boolean broken;
  }

  private static final class Adapter implements ThreadPoolAdapter<Pool> {
    private static final Adapter INSTANCE = new Adapter();

    @Override
    public long threads(Pool pool) {
      return 3;
    }

    @Override
    public long busy(Pool pool) {
      return 2;
    }

    @Override
    public long limit(Pool pool) {
      return Integer.MAX_VALUE;
    }

    @Override
    public long queued(Pool pool) {
      if (pool.broken) {
        throw new NoSuchMethodError("an older version");
      }
      return 7;
    }

    @Override
    public boolean isOver(Pool pool) {
      return pool.over;
    }
  }

  @BeforeEach
  @AfterEach
  void forget() {
    ThreadPools.forgetAll();
  }

  private Pool seen(String type, String name) {
    Pool pool = new Pool();
    pools.add(pool);
    ThreadPools.seen(metrics, pool, Adapter.INSTANCE, type, name);
    return pool;
  }

  private Map<String, Long> read(String metric) {
    Map<String, Long> values = new TreeMap<>();
    for (MetricReading reading : metrics.collect()) {
      if (reading.instrument().name().equals(metric)) {
        for (Point point : reading.points()) {
          values.put((String) point.value(0), point.wholeValue());
        }
      }
    }
    return values;
  }

  @Test
  void aServersPoolsHaveOpenTelemetrysNamesToo() {
    seen(ThreadPools.TOMCAT, "http-nio-8080");
    seen(ThreadPools.JETTY, "qtp");
    seen(ThreadPools.APPLICATION, "mailer");

    assertThat(read("obs.executor.thread.busy.count"))
        .isEqualTo(Map.of("http-nio-8080", 2L, "qtp", 2L, "mailer", 2L));
    assertThat(read("tomcat.thread.busy.count")).isEqualTo(Map.of("http-nio-8080", 2L));
    assertThat(read("jetty.thread.idle.count")).isEqualTo(Map.of("qtp", 1L));
    assertThat(read("jetty.thread.queue.size")).isEqualTo(Map.of("qtp", 7L));
    assertThat(read("obs.executor.thread.limit")).isEmpty();
  }

  @Test
  void whatAVersionDoesNotTellIsLeftOut() {
    seen(ThreadPools.JETTY, "old").broken = true;
    assertThat(read("obs.executor.queue.size")).isEmpty();
    assertThat(read("obs.executor.thread.count")).isEqualTo(Map.of("old", 3L));
  }

  @Test
  void whatIsOverIsForgotten() {
    Pool pool = seen(ThreadPools.APPLICATION, "a");
    assertThat(ThreadPools.isKnown(pool)).isTrue();
    pool.over = true;
    assertThat(read("obs.executor.thread.count")).isEmpty();
    assertThat(ThreadPools.isKnown(pool)).isFalse();
  }

  @Test
  void aPoolThatIsSeenTwiceCountsOnce() {
    Pool pool = seen(ThreadPools.APPLICATION, "a");
    ThreadPools.seen(metrics, pool, Adapter.INSTANCE, ThreadPools.APPLICATION, "a");
    assertThat(read("obs.executor.thread.count")).isEqualTo(Map.of("a", 3L));
  }

  /** Whoever makes a pool per request gives each another name. */
  @Test
  void namesAreBoundedThoughPoolsComeAndGo() {
    for (int i = 0; i < 3 * ThreadPools.MAX_NAMES; i++) {
      seen(ThreadPools.APPLICATION, "pool-" + i).over = i % 2 == 0;
      read("obs.executor.thread.count");
    }
    assertThat(read("obs.executor.thread.count"))
        .hasSize(ThreadPools.MAX_NAMES / 2 + 1)
        .containsEntry("(others)", 3L * ThreadPools.MAX_NAMES);
  }

  @Test
  void soArePoolsAndOnesThatAreOverMakeRoom() {
    long before = AgentHealth.get(ThreadPools.IGNORED);
    for (int i = 0; i < ThreadPools.MAX_POOLS + 5; i++) {
      seen(ThreadPools.APPLICATION, "many");
    }
    assertThat(AgentHealth.get(ThreadPools.IGNORED) - before).isEqualTo(5);
    pools.get(0).over = true;
    assertThat(ThreadPools.isKnown(seen(ThreadPools.APPLICATION, "late"))).isTrue();
  }

  @Test
  void withoutMetricsNothingIsKept() {
    Pool pool = new Pool();
    ThreadPools.seen(Metrics.off(), pool, Adapter.INSTANCE, ThreadPools.APPLICATION, "a");
    assertThat(ThreadPools.isKnown(pool)).isFalse();
  }
}
