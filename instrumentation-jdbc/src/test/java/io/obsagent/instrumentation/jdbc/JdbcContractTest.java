package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.weaving.WeavingAgent;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every driver behind every pool has to show: one span per call, with the same words. */
@ParameterizedClass(name = "{0} through {1}")
@MethodSource("combinations")
class JdbcContractTest {
  private static final String SECRET = "S3CRET";

  @Parameter(0)
  Database database;

  @Parameter(1)
  Pool pool;

  private TestEngine engine;
  private DataSource source;
  private Connection connection;

  static List<Object[]> combinations() {
    List<Object[]> combinations = new java.util.ArrayList<>();
    for (Database database : Database.values()) {
      for (Pool pool : Pool.values()) {
        combinations.add(new Object[] {database, pool});
      }
    }
    return combinations;
  }

  private static WeavingAgent weaving;

  @BeforeAll
  static void weave() {
    TestEngine.install(true);
    weaving = Weaving.install();
  }

  @AfterAll
  static void unweave() {
    weaving.remove();
  }

  @BeforeEach
  void open() throws SQLException {
    engine = TestEngine.install(true);
    source = pool.open(database);
    connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE orders (id INT PRIMARY KEY, name VARCHAR(40))");
    }
    engine.forget();
  }

  @AfterEach
  void close() throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DROP TABLE orders");
    }
    connection.close();
    if (source instanceof AutoCloseable) {
      ((AutoCloseable) source).close();
    }
    assertThat(AgentHealth.get(AgentHealth.CONTEXT_LEAKS)).isZero();
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isZero();
    assertThat(JdbcCalls.ofThread().isInternal()).isFalse();
  }

  @Test
  void everyFormOfAPlainStatement() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO orders VALUES (1, '" + SECRET + "')");
      check("INSERT orders", "INSERT INTO orders VALUES (?, ?)");
      statement.executeUpdate("UPDATE orders SET name = '" + SECRET + "' WHERE id = 1");
      check("UPDATE orders", "UPDATE orders SET name = ? WHERE id = ?");
      statement.executeQuery("SELECT name FROM orders WHERE name = '" + SECRET + "'").close();
      check("SELECT orders", "SELECT name FROM orders WHERE name = ?");
      statement.executeUpdate("DELETE FROM orders WHERE id = 2", Statement.NO_GENERATED_KEYS);
      check("DELETE orders", "DELETE FROM orders WHERE id = ?");
      statement.execute("DELETE FROM orders WHERE id = 2", Statement.NO_GENERATED_KEYS);
      check("DELETE orders", "DELETE FROM orders WHERE id = ?");
      large(() -> statement.executeLargeUpdate("DELETE FROM orders WHERE id = 2"));
    }
  }

  @Test
  void everyFormOfAPreparedStatement() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
      assertThat(engine.take()).isEmpty();
      for (int i = 0; i < 3; i++) {
        statement.setInt(1, i);
        statement.setString(2, SECRET);
        if (i == 2) {
          statement.execute();
        } else {
          statement.executeUpdate();
        }
        check("INSERT orders", "INSERT INTO orders VALUES (?, ?)");
      }
    }
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT id FROM orders WHERE name = ?");
        ResultSet rows = query(statement)) {
      check("SELECT orders", "SELECT id FROM orders WHERE name = ?");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getStatement()).isNotNull();
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM orders WHERE id = ?")) {
      statement.setInt(1, 77);
      large(statement::executeLargeUpdate);
    }
  }

  private static ResultSet query(PreparedStatement statement) throws SQLException {
    statement.setString(1, SECRET);
    return statement.executeQuery();
  }

  @Test
  void literalsInPreparedTextAreHidden() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT id FROM orders WHERE name = '" + SECRET + "'")) {
      statement.executeQuery().close();
      check("SELECT orders", "SELECT id FROM orders WHERE name = ?");
      statement.executeQuery().close();
      check("SELECT orders", "SELECT id FROM orders WHERE name = ?");
    }
  }

  @Test
  void preparedBatches() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
      for (int i = 0; i < 3; i++) {
        add(statement, i);
      }
      assertThat(statement.executeBatch()).hasSize(3);
      RecordedSpan span = check("BATCH INSERT orders", "INSERT INTO orders VALUES (?, ?)");
      assertThat(span.attribute(DbAttributes.BATCH_SIZE)).isEqualTo(3L);
      add(statement, 4);
      statement.clearBatch();
      add(statement, 5);
      statement.executeBatch();
      span = check("INSERT orders", "INSERT INTO orders VALUES (?, ?)");
      assertThat(span.attribute(DbAttributes.BATCH_SIZE)).isNull();
    }
  }

  private static void add(PreparedStatement statement, int id) throws SQLException {
    statement.setInt(1, id);
    statement.setString(2, SECRET);
    statement.addBatch();
  }

  @Test
  void plainBatches() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("INSERT INTO orders VALUES (1, '" + SECRET + "')");
      statement.addBatch("INSERT INTO orders VALUES (2, 'other')");
      assertThat(engine.take()).isEmpty();
      statement.executeBatch();
      RecordedSpan span = check("BATCH INSERT orders", "INSERT INTO orders VALUES (?, ?)");
      assertThat(span.attribute(DbAttributes.BATCH_SIZE)).isEqualTo(2L);
      statement.addBatch("DELETE FROM orders WHERE id = 1");
      statement.addBatch("UPDATE orders SET name = '" + SECRET + "'");
      statement.executeBatch();
      span = check("BATCH", "DELETE FROM orders WHERE id = ?; UPDATE orders SET name = ?");
      assertThat(span.attribute(DbAttributes.BATCH_SIZE)).isEqualTo(2L);
    }
  }

  @Test
  void failures() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO orders VALUES (1, 'a')");
      engine.forget();
      assertThatThrownBy(
              () -> statement.executeUpdate("INSERT INTO orders VALUES (1, '" + SECRET + "')"))
          .isInstanceOf(SQLException.class);
      failed(check("INSERT orders", "INSERT INTO orders VALUES (?, ?)"));
      assertThatThrownBy(() -> statement.execute("SELEC '" + SECRET + "' FROM nowhere"))
          .isInstanceOf(SQLException.class);
      RecordedSpan span = engine.takeOnly();
      failed(span);
      assertNoSecret(span);
    }
  }

  @Test
  void failingBatches() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
      add(statement, 1);
      add(statement, 1);
      assertThatThrownBy(statement::executeBatch).isInstanceOf(SQLException.class);
      RecordedSpan span = check("BATCH INSERT orders", "INSERT INTO orders VALUES (?, ?)");
      failed(span);
      assertThat(span.attribute(DbAttributes.BATCH_SIZE)).isEqualTo(2L);
    }
  }

  private void failed(RecordedSpan span) {
    assertThat(span.isFailed()).isTrue();
    assertThat(span.attribute(ErrorAttributes.TYPE)).isNotNull();
    assertThat(span.attribute(DbAttributes.STATUS_CODE))
        .isEqualTo(span.attribute(ErrorAttributes.TYPE));
    assertThat(span.eventCount()).isEqualTo(1);
    assertThat(span.event(0).message()).isEqualTo(span.statusDescription());
  }

  @Test
  void generatedKeys() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO orders VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
      statement.setInt(1, 1);
      statement.setString(2, SECRET);
      statement.executeUpdate();
      ResultSet keys = statement.getGeneratedKeys();
      if (keys != null) {
        keys.close();
      }
      check("INSERT orders", "INSERT INTO orders VALUES (?, ?)");
    }
  }

  @Test
  void callables() throws SQLException {
    assumeThat(database).as("SQLite has no callable statements").isNotEqualTo(Database.SQLITE);
    String call =
        database == Database.DERBY
            ? "CALL SYSCS_UTIL.SYSCS_CHECKPOINT_DATABASE()"
            : database == Database.HSQLDB ? "{call LOWER('" + SECRET + "')}" : "CALL LOWER(?)";
    try (CallableStatement statement = connection.prepareCall(call)) {
      if (database == Database.H2) {
        statement.setString(1, SECRET);
      }
      statement.execute();
      RecordedSpan span = engine.takeOnly();
      assertNoSecret(span);
      assertThat(span.nameText()).startsWithIgnoringCase("CALL ");
      assertThat(span.attribute(DbAttributes.STORED_PROCEDURE)).isNotNull();
    }
  }

  @Test
  void theConnectionsOwnAffairsAreNoSpans() throws SQLException {
    assertThat(connection.isValid(1)).isTrue();
    connection.setAutoCommit(false);
    connection.rollback();
    connection.setAutoCommit(true);
    assertThat(engine.take()).isEmpty();
  }

  @Test
  void aStatementIsUsedOnAnotherThread() throws Exception {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM orders WHERE id = ?")) {
      FutureTask<Integer> elsewhere =
          new FutureTask<>(
              () -> {
                statement.setInt(1, 3);
                return statement.executeUpdate();
              });
      Thread thread = new Thread(elsewhere);
      thread.start();
      assertThat(elsewhere.get()).isZero();
      thread.join();
      check("DELETE orders", "DELETE FROM orders WHERE id = ?");
    }
  }

  @Test
  void aClosedStatementFails() throws SQLException {
    PreparedStatement statement = connection.prepareStatement("DELETE FROM orders WHERE id = 3");
    statement.close();
    assertThatThrownBy(statement::executeUpdate).isInstanceOf(SQLException.class);
    List<RecordedSpan> spans = engine.take();
    assertThat(spans).hasSizeLessThanOrEqualTo(1);
    for (RecordedSpan span : spans) {
      assertThat(span.isFailed()).isTrue();
      assertThat(span.nameText()).isEqualTo("DELETE orders");
    }
  }

  private interface LargeUpdate {
    long execute() throws SQLException;
  }

  /** Drivers of JDBC 4.1 inherit a method that throws: no call reaches them, or one that fails. */
  private void large(LargeUpdate update) throws SQLException {
    try {
      update.execute();
    } catch (UnsupportedOperationException | SQLFeatureNotSupportedException olderDriver) {
      assertThat(engine.take()).hasSizeLessThanOrEqualTo(1);
      return;
    }
    assertThat(engine.takeOnly().nameText()).isEqualTo("DELETE orders");
  }

  private RecordedSpan check(String name, String text) {
    RecordedSpan span = engine.takeOnly();
    assertThat(span.nameText()).isEqualTo(name);
    assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.scope()).isSameAs(JdbcRecorder.SCOPE);
    assertThat(span.attribute(DbAttributes.SYSTEM)).isEqualTo(database.system);
    assertThat(span.attribute(DbAttributes.QUERY_SUMMARY)).isEqualTo(name);
    assertThat(span.attribute(DbAttributes.QUERY_TEXT)).isEqualTo(text);
    assertNoSecret(span);
    return span;
  }

  private static void assertNoSecret(RecordedSpan span) {
    assertThat(TestEngine.describe(span)).doesNotContainIgnoringCase(SECRET);
    assertThat(String.valueOf(span.statusDescription())).doesNotContainIgnoringCase(SECRET);
    for (int i = 0; i < span.eventCount(); i++) {
      assertThat(span.event(i).message()).doesNotContainIgnoringCase(SECRET);
      assertThat(span.event(i).stackTrace()).doesNotContainIgnoringCase(SECRET);
    }
  }
}
