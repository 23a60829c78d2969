package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.RefusingDataSource;
import io.obsagent.engine.Engine;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.weaving.WeavingAgent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What JDBC says only where it is asked to; on H2, bare and through every pool. */
class JdbcOptInsTest {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");
  private static final String TRANSACTIONS =
      "otel.instrumentation.jdbc.experimental.transaction.enabled";
  private static final String WAIT = "obs.db.connection-wait.threshold";

  private static WeavingAgent weaving;

  private TestEngine engine;

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

  private interface Work {
    void with(Connection connection) throws SQLException;
  }

  private void work(Pool pool, Work work) throws Exception {
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

  @ParameterizedTest
  @EnumSource
  void commitsAndRollbacks(Pool pool) throws Exception {
    engine = TestEngine.install(true, TRANSACTIONS, "true");
    work(
        pool,
        connection -> {
          connection.setAutoCommit(false);
          engine.forget();
          connection.commit();
          RecordedSpan commit = engine.takeOnly();
          assertThat(commit.nameText()).isEqualTo("COMMIT");
          assertThat(commit.kind()).isEqualTo(SpanKind.CLIENT);
          assertThat(commit.attribute(DbAttributes.SYSTEM)).isEqualTo("h2database");
          assertThat(commit.attribute(DbAttributes.QUERY_SUMMARY)).isEqualTo("COMMIT");
          assertThat(commit.attribute(DbAttributes.QUERY_TEXT)).isNull();
          assertThat(commit.isFailed()).isFalse();
          connection.rollback();
          assertThat(engine.takeOnly().nameText()).isEqualTo("ROLLBACK");
          connection.rollback(connection.setSavepoint());
          assertThat(engine.takeOnly().nameText()).isEqualTo("ROLLBACK");
          connection.setAutoCommit(true);
          engine.forget();
        });
  }

  @Test
  void commitThatFails() throws Exception {
    engine = TestEngine.install(true, TRANSACTIONS, "true");
    Connection closed = Pool.NONE.open(Database.H2).getConnection();
    closed.close();
    assertThatThrownBy(closed::commit).isInstanceOf(SQLException.class);
    RecordedSpan span = engine.takeOnly();
    assertThat(span.isFailed()).isTrue();
    assertThat(span.attribute(ErrorAttributes.TYPE)).isEqualTo("90007");
  }

  @Test
  void commitsAreNoSpansUnlessAskedFor() throws Exception {
    engine = TestEngine.install(true);
    work(
        Pool.NONE,
        connection -> {
          connection.setAutoCommit(false);
          connection.commit();
          connection.rollback();
          connection.setAutoCommit(true);
          assertThat(engine.take()).isEmpty();
        });
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreCountedAsTheyAreRead(Pool pool) throws Exception {
    engine = TestEngine.install(true);
    work(
        pool,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT name FROM orders")) {
              while (rows.next()) {
                assertThat(rows.getString(1)).isNotNull();
              }
            }
            assertThat(rowsOf(engine.takeOnly())).isEqualTo(3L);
            try (ResultSet rows = statement.executeQuery("SELECT name FROM orders")) {
              assertThat(rows.next()).isTrue();
            }
            assertThat(rowsOf(engine.takeOnly())).isEqualTo(1L);
            statement.executeQuery("SELECT name FROM orders").close();
            assertThat(rowsOf(engine.takeOnly())).isEqualTo(0L);
            assertThat(statement.execute("SELECT name FROM orders")).isTrue();
            try (ResultSet rows = statement.getResultSet()) {
              while (rows.next()) {
                assertThat(rows.getString(1)).isNotNull();
              }
            }
            assertThat(rowsOf(engine.takeOnly())).isEqualTo(3L);
            statement.execute("UPDATE orders SET name = 'x'");
            assertThat(rowsOf(engine.takeOnly())).isNull();
          }
          try (PreparedStatement statement =
              connection.prepareStatement("SELECT name FROM orders WHERE id > ?")) {
            for (int id = 0; id < 3; id++) {
              statement.setInt(1, id);
              try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                  assertThat(rows.getString(1)).isNotNull();
                }
              }
              assertThat(rowsOf(engine.takeOnly())).isEqualTo(3L - id);
            }
          }
        });
  }

  /** Whose methods stand in classes that are no statements. */
  @Test
  void rowsAndBoundValuesOfSqlite() throws Exception {
    engine = TestEngine.install(true);
    try (Connection connection = Pool.NONE.open(Database.SQLITE).getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT 1 WHERE 1 = ? UNION ALL SELECT 2")) {
      statement.setInt(1, 1);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          assertThat(rows.getInt(1)).isPositive();
        }
      }
      RecordedSpan span = engine.takeOnly();
      assertThat(rowsOf(span)).isEqualTo(2L);
      assertThat(parameters(span)).containsExactly("0=1");
    }
  }

  @Test
  void whoJumpsAboutIsNotCounted() throws Exception {
    engine = TestEngine.install(true);
    work(
        Pool.NONE,
        connection -> {
          try (Statement statement =
                  connection.createStatement(
                      ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
              ResultSet rows = statement.executeQuery("SELECT name FROM orders")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.absolute(3)).isTrue();
            assertThat(rows.previous()).isTrue();
            assertThat(rows.next()).isTrue();
            assertThat(rowsOf(engine.takeOnly())).isNull();
          }
        });
  }

  private static Object rowsOf(RecordedSpan span) {
    return span.attribute(DbAttributes.RETURNED_ROWS);
  }

  @ParameterizedTest
  @EnumSource
  void boundValues(Pool pool) throws Exception {
    engine = TestEngine.install(true);
    work(
        pool,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT * FROM orders WHERE id = ? AND name = ? AND id < ? AND name <> ?")) {
            statement.setInt(1, 4711);
            statement.setString(2, "Miller");
            statement.setBigDecimal(3, new BigDecimal("12.50"));
            statement.setNull(4, java.sql.Types.VARCHAR);
            statement.executeQuery().close();
            assertThat(parameters(engine.takeOnly()))
                .containsExactly("0=4711", "1=Miller", "2=12.50", "3=null");
            statement.clearParameters();
            statement.setObject(1, 1L);
            statement.setObject(2, new StringBuilder("nobody asks this"));
            statement.setInt(3, 1);
            statement.setBytes(4, new byte[] {1});
            assertThatCodeMayFail(statement);
            RecordedSpan span = engine.takeOnly();
            assertThat(parameters(span)).containsExactly("0=1", "2=1");
          }
          try (PreparedStatement statement =
              connection.prepareStatement("UPDATE orders SET name = ? WHERE id = 4")) {
            for (int i = 0; i < 2; i++) {
              statement.setString(1, "SECRET");
              statement.addBatch();
            }
            statement.executeBatch();
            assertThat(TestEngine.describe(engine.takeOnly())).doesNotContain("SECRET");
          }
        });
  }

  private static void assertThatCodeMayFail(PreparedStatement statement) {
    try {
      statement.executeQuery().close();
    } catch (SQLException notWhatTheDatabaseWants) {
      assertThat(notWhatTheDatabaseWants.getSQLState()).isNotNull();
    }
  }

  private static List<String> parameters(RecordedSpan span) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < span.attributeCount(); i++) {
      AttributeKey key = span.attributeKey(i);
      if (key.name().startsWith("db.query.parameter.")) {
        String index = key.name().substring("db.query.parameter.".length());
        found.add(index + "=" + span.attributeValue(i));
      }
    }
    return found;
  }

  @ParameterizedTest
  @EnumSource
  void theContextGoesToTheDatabase(Pool pool) throws Exception {
    engine = TestEngine.install(true);
    work(
        pool,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET QUERY_STATISTICS TRUE");
            engine.forget();
            statement.executeQuery("SELECT name FROM orders WHERE id = 42;").close();
            RecordedSpan span = engine.takeOnly();
            assertThat(span.attribute(DbAttributes.QUERY_TEXT).toString())
                .doesNotContain("traceparent");
            statement.executeQuery("SELECT name /* mine */ FROM orders WHERE id = 43").close();
            engine.forget();
            Span around =
                Engine.tracer().startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, System.nanoTime());
            Context before = around.makeCurrent();
            try (PreparedStatement prepared =
                connection.prepareStatement("SELECT name FROM orders WHERE id = ?")) {
              prepared.setInt(1, 44);
              prepared.executeQuery().close();
            } finally {
              around.restore(before);
              around.end();
            }
            for (RecordedSpan each : engine.take()) {
              assertThat(String.valueOf(each.attribute(DbAttributes.QUERY_TEXT)))
                  .doesNotContain("traceparent");
            }
            List<String> seen = new ArrayList<>();
            try (ResultSet rows =
                statement.executeQuery(
                    "SELECT SQL_STATEMENT FROM INFORMATION_SCHEMA.QUERY_STATISTICS")) {
              while (rows.next()) {
                seen.add(rows.getString(1));
              }
            }
            assertThat(seen)
                .contains(
                    "SELECT name FROM orders WHERE id = 42" + comment(span),
                    "SELECT name /* mine */ FROM orders WHERE id = 43",
                    // c3p0's statement cache prepares on a thread of its own, outside the trace.
                    "SELECT name FROM orders WHERE id = ?"
                        + (pool == Pool.C3P0 ? "" : comment(around)));
            statement.execute("SET QUERY_STATISTICS FALSE");
          }
        });
  }

  private static String comment(Context context) {
    return " /*traceparent='00-" + context.traceIdHex() + "-" + context.spanIdHex() + "-03'*/";
  }

  @Test
  void commentsKeepTheirPlace() {
    assertThat(SqlComment.with(Context.ROOT, "SELECT 1")).isEqualTo("SELECT 1");
    Context context = Context.remote(1, 2, 3, 0xff, null, null);
    assertThat(SqlComment.with(context, "SELECT 1 ; \n"))
        .isEqualTo(
            "SELECT 1 /*traceparent='00-00000000000000010000000000000002-0000000000000003-ff'*/"
                + " ; \n");
    assertThat(SqlComment.with(context, null)).isNull();
    assertThat(SqlComment.with(context, " ;")).isEqualTo(" ;");
    assertThat(SqlComment.with(context, "SELECT 1 -- mine")).isEqualTo("SELECT 1 -- mine");
    assertThat(SqlComment.with(Context.suppressed(context), "SELECT 1")).isEqualTo("SELECT 1");
  }

  /** Without a pool there is nothing to wait for, and the data source is the test's own. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aWaitForAConnectionIsOneSpan(Pool pool) throws Exception {
    engine = TestEngine.install(true, WAIT, "0");
    DataSource source = pool.open(Database.H2);
    try {
      source.getConnection().close();
      engine.forget();
      inTrace(() -> source.getConnection().close());
      List<RecordedSpan> waits = new ArrayList<>();
      for (RecordedSpan span : engine.take()) {
        if (span.nameText().endsWith(".getConnection")) {
          waits.add(span);
        }
      }
      assertThat(waits).hasSize(1);
      assertThat(waits.get(0).kind()).isEqualTo(SpanKind.INTERNAL);
      assertThat(waits.get(0).isFailed()).isFalse();
      source.getConnection().close();
      assertThat(engine.take()).noneMatch(span -> span.nameText().endsWith(".getConnection"));
    } finally {
      if (source instanceof AutoCloseable) {
        ((AutoCloseable) source).close();
      }
    }
  }

  @Test
  void aWaitWhoseEndWasLostIsForgottenWithItsRequest() throws Exception {
    engine = TestEngine.install(true, WAIT, "0");
    inTrace(() -> assertThat(ConnectionWait.begin()).isNotNull());
    engine.forget();
    inTrace(() -> assertThatThrownBy(new RefusingDataSource()::getConnection).isNotNull());
    assertThat(engine.take()).anyMatch(span -> span.nameText().endsWith(".getConnection"));
  }

  @Test
  void aLongValueIsCut() throws Exception {
    engine = TestEngine.install(true);
    try (Connection connection = Pool.NONE.open(Database.SQLITE).getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT 1 WHERE 'a' = ?")) {
      statement.setString(1, "x".repeat(100_000));
      statement.executeQuery().close();
      assertThat(parameters(engine.takeOnly()).get(0)).hasSize("0=".length() + 1_024);
    }
  }

  @Test
  void whoDoesNotWaitMakesNoSpan() throws Exception {
    engine = TestEngine.install(true, WAIT, "1h");
    DataSource source = Pool.NONE.open(Database.H2);
    inTrace(() -> source.getConnection().close());
    assertThat(engine.takeOnly().nameText()).isEqualTo("around");
  }

  @Test
  void aRefusedConnectionSaysWhy() throws Exception {
    engine = TestEngine.install(true, WAIT, "0");
    DataSource source = new RefusingDataSource();
    inTrace(
        () ->
            assertThatThrownBy(source::getConnection)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("S3CRET"));
    RecordedSpan wait = engine.take().get(0);
    assertThat(wait.nameText()).isEqualTo("RefusingDataSource.getConnection");
    assertThat(wait.isFailed()).isTrue();
    assertThat(wait.attribute(ErrorAttributes.TYPE)).isEqualTo("08001");
    assertThat(wait.statusDescription()).doesNotContain("S3CRET");
  }

  private interface Action {
    void run() throws SQLException;
  }

  private static void inTrace(Action action) throws SQLException {
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
