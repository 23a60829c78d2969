package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What JDBC says only where it is asked to; on H2, bare and through every pool. */
class JdbcOptInsTest extends JdbcOptInsTestCase {

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
}
