package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.obsagent.engine.Engine;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.weaving.WeavingAgent;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Bytes per JDBC span on the application's thread: the same calls inside a trace and inside a
 * suppressed context, against a real H2 server on a port of its own, so that all six attributes are
 * there. The figures go into the test's report.
 */
class JdbcAllocationTest {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");
  private static final int CALLS = 20;
  private static final int ROUNDS = 500;
  private static final String SELECT = "SELECT name FROM orders WHERE id = ?";

  private static boolean sampled = true;
  private static WeavingAgent weaving;
  private static Server server;
  private static String url;

  private interface Calls {
    void run() throws SQLException;
  }

  @BeforeAll
  static void start() throws SQLException {
    TestEngine.install(true);
    weaving = Weaving.install();
    server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    url = "jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:allocation;DB_CLOSE_DELAY=-1";
  }

  @AfterAll
  static void stop() {
    server.stop();
    weaving.remove();
  }

  @Test
  void aSpanCostsLittle() throws SQLException {
    TestEngine engine = TestEngine.install(true);
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement prepared = connection.prepareStatement("SELECT 1");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS orders (id INT PRIMARY KEY, name VARCHAR)");
      engine.forget();
      try (PreparedStatement select = connection.prepareStatement(SELECT)) {
        select.setInt(1, 1);
        select.executeQuery().close();
      }
      assertThat(engine.takeOnly().attributeCount()).isEqualTo(6);
      Calls again = () -> prepared.executeQuery().close();
      Calls plain = () -> statement.executeQuery("SELECT name FROM orders WHERE id = 4711").close();
      assertThat(perSpan("prepared once", again)).isLessThanOrEqualTo(300);
      assertThat(perSpan("plain text", plain)).isLessThanOrEqualTo(300);
    }
  }

  /** budgets.md: dropped at the head, with metric: at most 64 bytes, which is the span itself. */
  @Test
  void anUnsampledCallCostsItsIdentity() throws SQLException {
    sampled = false;
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement prepared = connection.prepareStatement("SELECT 1")) {
      Calls again = () -> prepared.executeQuery().close();
      assertThat(perSpan("unsampled", again)).isLessThanOrEqualTo(64);
    } finally {
      sampled = true;
    }
  }

  @Test
  void aPooledAndPreparedSpanCostsLittleMore() throws SQLException {
    TestEngine.install(true);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE IF NOT EXISTS orders (id INT PRIMARY KEY, name VARCHAR)");
      }
      Calls page =
          () -> {
            try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
              select.setInt(1, 1);
              select.executeQuery().close();
            }
          };
      assertThat(perSpan("pool, prepare, execute", page)).isLessThanOrEqualTo(300);
    }
  }

  /** Bytes that a span adds to each of these calls. */
  private static long perSpan(String what, Calls calls) throws SQLException {
    long traced = 0;
    long suppressed = 0;
    for (int pass = 0; pass < 4; pass++) {
      suppressed = bytes(calls, false);
      traced = bytes(calls, true);
    }
    long perSpan = (traced - suppressed) / ((long) CALLS * ROUNDS);
    System.out.println("allocated bytes per JDBC span, " + what + ": " + perSpan);
    return perSpan;
  }

  private static long bytes(Calls calls, boolean traced) throws SQLException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    TestEngine.install(sampled).forget();
    long sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Span root =
          Engine.tracer().startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, System.nanoTime());
      Context current = traced ? root : Context.suppressed(root);
      Context before = current.makeCurrent();
      long start = threads.getThreadAllocatedBytes(id);
      for (int i = 0; i < CALLS; i++) {
        calls.run();
      }
      sum += threads.getThreadAllocatedBytes(id) - start;
      current.restore(before);
      root.end();
    }
    return sum;
  }
}
