package io.obsagent.instrumentation.jdbc.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.obsagent.build.PlanCompiler;
import io.obsagent.engine.Engine;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Point;
import io.obsagent.instrumentation.jdbc.JdbcInstrumentation;
import io.obsagent.weaving.AdviceBytes;
import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.WeavingAgent;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read of real pools, and what is recorded at them. */
class PoolMetricsTest {
  private static final String PREFIX = "db.client.connection.";
  private static final String POOL = "db.client.connection.pool.name";
  private static final String STATE = "db.client.connection.state";

  private static WeavingAgent weaving;

  private final List<DataSource> opened = new ArrayList<>();

  @BeforeAll
  static void weave() {
    // The first ones are made by the class itself.
    install(Metrics.off());
    List<LibraryInstrumentation> all = new ArrayList<>(List.of(MeteredPoolKind.instrumentations()));
    all.add(new JdbcInstrumentation());
    ClassLoader loader = PoolMetricsTest.class.getClassLoader();
    weaving =
        WeavingAgent.install(
            ByteBuddyAgent.install(),
            PlanCompiler.compile(all, loader),
            AdviceBytes.resourcesOf(loader),
            name -> true,
            false);
  }

  @AfterAll
  static void unweave() {
    weaving.remove();
  }

  @BeforeEach
  void countFromZero() {
    install(Metrics.of(Metrics.DEFAULT_SERIES_LIMIT, false));
  }

  private static void install(Metrics metrics) {
    Engine.install(ConfigurationReader.read(new Properties(), Map.of(), null), null, null, metrics);
    PoolMetrics.use(PoolMetrics.of(metrics));
  }

  @AfterEach
  void closeAndCheck() throws Exception {
    for (DataSource source : opened) {
      close(source);
    }
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isZero();
  }

  private DataSource open(MeteredPoolKind kind, String name) {
    DataSource source = kind.open("jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1", name);
    opened.add(source);
    return source;
  }

  private static void close(DataSource source) throws Exception {
    if (source instanceof org.apache.tomcat.jdbc.pool.DataSource) {
      ((org.apache.tomcat.jdbc.pool.DataSource) source).close();
    } else {
      ((AutoCloseable) source).close();
    }
  }

  /** Metric and attributes, as one text, to its value: of histograms the count. */
  private static Map<String, Long> read() {
    Map<String, Long> read = new TreeMap<>();
    for (MetricReading reading : Engine.metrics().collect()) {
      Instrument instrument = reading.instrument();
      for (Point point : reading.points()) {
        StringBuilder name = new StringBuilder(instrument.name());
        for (int i = 0; i < instrument.keyCount(); i++) {
          if (point.value(i) != null) {
            assertThat(instrument.key(i).name()).isEqualTo(i == 0 ? POOL : STATE);
            name.append(' ').append(point.value(i));
          }
        }
        assertThat(read.put(name.substring(PREFIX.length()), point.count())).isNull();
      }
    }
    return read;
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatThePoolHas(MeteredPoolKind kind) throws Exception {
    DataSource source = open(kind, "orders");
    try (Connection first = source.getConnection()) {
      Map<String, Long> one = read();
      assertThat(one)
          .containsEntry("count orders used", 1L)
          .containsEntry("max orders", 2L)
          .containsEntry("idle.min orders", 1L)
          .containsEntry("pending_requests orders", 0L)
          .containsEntry("wait_time orders", 1L)
          .doesNotContainKey("use_time orders")
          .doesNotContainKey("timeouts orders");
      assertThat(one.get("create_time orders")).isPositive();

      try (Connection second = source.getConnection()) {
        assertThat(first).isNotSameAs(second);
        assertThat(read())
            .containsEntry("count orders used", 2L)
            .containsEntry("count orders idle", 0L)
            .containsEntry("create_time orders", 2L);
      }
    }
    assertThat(read())
        .containsEntry("count orders used", 0L)
        .containsEntry("count orders idle", 2L)
        .containsEntry("use_time orders", 2L)
        .containsEntry("wait_time orders", 2L);
  }

  @ParameterizedTest
  @EnumSource
  void whoGivesUpWaitingIsATimeoutAndNoWait(MeteredPoolKind kind) throws Exception {
    DataSource source = open(kind, "orders");
    try (Connection first = source.getConnection();
        Connection second = source.getConnection()) {
      assertThat(first).isNotSameAs(second);
      assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
    }
    assertThat(read())
        .containsEntry("timeouts orders", 1L)
        .containsEntry("wait_time orders", 2L)
        .containsEntry("pending_requests orders", 0L);
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsIsPending(MeteredPoolKind kind) throws Exception {
    DataSource source = open(kind, "orders");
    try (Connection first = source.getConnection();
        Connection second = source.getConnection()) {
      assertThat(first).isNotSameAs(second);
      FutureTask<Connection> third = new FutureTask<>(source::getConnection);
      Thread waiting = new Thread(third);
      waiting.start();
      boolean pending = false;
      while (waiting.isAlive() && !pending) {
        pending = read().get("pending_requests orders") == 1;
      }
      assertThat(pending).isTrue();
      waiting.join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionClosedTwiceWasUsedOnce(MeteredPoolKind kind) throws Exception {
    Connection connection = open(kind, "orders").getConnection();
    connection.close();
    connection.close();

    assertThat(read()).containsEntry("use_time orders", 1L);
  }

  @ParameterizedTest
  @EnumSource
  void aPoolWithoutANameIsCalledByItsDatabase(MeteredPoolKind kind) throws Exception {
    DataSource source = open(kind, null);
    source.getConnection().close();

    String name =
        source instanceof HikariDataSource ? ((HikariDataSource) source).getPoolName() : "orders";
    assertThat(read()).containsEntry("max " + name, 2L);
  }

  @ParameterizedTest
  @EnumSource
  void twoPoolsOfOneNameAreTwoSeries(MeteredPoolKind kind) throws Exception {
    open(kind, "orders").getConnection().close();
    DataSource other = kind.open("jdbc:h2:mem:others;DB_CLOSE_DELAY=-1", "orders");
    opened.add(other);
    other.getConnection().close();

    assertThat(read()).containsKeys("max orders", "max orders-2");
  }

  @ParameterizedTest
  @EnumSource
  void aClosedPoolIsReadNoMoreAndItsNameIsFree(MeteredPoolKind kind) throws Exception {
    DataSource source = open(kind, "orders");
    source.getConnection().close();
    assertThat(read()).containsKey("max orders");
    close(source);
    assertThat(read()).doesNotContainKeys("max orders", "count orders idle");

    open(kind, "orders").getConnection().close();
    assertThat(read()).containsKey("max orders").doesNotContainKey("max orders-2");
  }

  @Test
  void aPoolNobodyClosedIsNotKept() throws Exception {
    ReferenceQueue<Object> gone = new ReferenceQueue<>();
    WeakReference<Object> forgotten = new WeakReference<>(forget(), gone);
    while (gone.poll() == null) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(forgotten.get()).isNull();
    assertThat(read()).doesNotContainKey("max forgotten");
  }

  /** A pool without threads of its own, which would keep it. */
  private static Object forget() throws SQLException {
    DataSource source = MeteredPoolKind.DBCP2_BY_HAND.open("jdbc:h2:mem:orders", null);
    source.getConnection().close();
    return source;
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsCountedWhereNobodyReads(MeteredPoolKind kind) throws Exception {
    install(Metrics.off());
    open(kind, "orders").getConnection().close();

    assertThat(Engine.metrics().collect()).isEmpty();
    assertThat(PoolMetrics.current().open()).isEmpty();
  }
}
