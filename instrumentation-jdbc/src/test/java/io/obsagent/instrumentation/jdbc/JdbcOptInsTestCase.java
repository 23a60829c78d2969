package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.weaving.WeavingAgent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** H2, woven with all that has to be asked for. */
abstract class JdbcOptInsTestCase {
  static final InstrumentationScope SCOPE = InstrumentationScope.named("test");
  static final String TRANSACTIONS = "otel.instrumentation.jdbc.experimental.transaction.enabled";
  static final String WAIT = "obs.db.connection-wait.threshold";

  static WeavingAgent weaving;

  TestEngine engine;

  @BeforeAll
  static void weave() {
    TestEngine.install(true);
    weaving = Weaving.installWithOptIns();
  }

  @AfterAll
  static void unweave() {
    weaving.remove();
  }

  @AfterEach
  void nothingWentWrong() {
    assertThat(AgentHealth.get(AgentHealth.CONTEXT_LEAKS)).isZero();
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isZero();
    assertThat(JdbcCalls.ofThread().isInternal()).isFalse();
    assertThat(JdbcCalls.ofThread().transaction).isNull();
  }

  interface Work {
    void with(Connection connection) throws SQLException;
  }

  void work(Pool pool, Work work) throws Exception {
    DataSource source = pool.open(Database.H2);
    try (Connection connection = source.getConnection()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE orders (id INT PRIMARY KEY, name VARCHAR(40))");
        statement.execute("INSERT INTO orders VALUES (1, 'a'), (2, 'b'), (3, 'c')");
      }
      engine.forget();
      try {
        work.with(connection);
      } finally {
        try (Statement statement = connection.createStatement()) {
          statement.execute("DROP TABLE orders");
        }
      }
    } finally {
      if (source instanceof AutoCloseable) {
        ((AutoCloseable) source).close();
      }
    }
  }

  interface Action {
    void run() throws SQLException;
  }

  static void inTrace(Action action) throws SQLException {
    Span around =
        Engine.tracer().startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, System.nanoTime());
    around.name("around");
    Context before = around.makeCurrent();
    try {
      action.run();
    } finally {
      around.restore(before);
      around.end();
    }
  }
}
