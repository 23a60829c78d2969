package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted of JDBC calls, sampled or not. */
class JdbcMetricsTest {
  private static Statement statement(String url) {
    FakeJdbc jdbc = new FakeJdbc(null);
    JdbcRecorder.connected(jdbc.connection, url);
    Statement statement = jdbc.statement();
    JdbcRecorder.created(jdbc.connection, statement, null);
    return statement;
  }

  private static void execute(Statement statement, String sql, Throwable thrown) {
    JdbcRecorder.end(JdbcRecorder.begin(statement, sql, false), thrown);
  }

  private static List<Point> points() {
    List<MetricReading> readings = Engine.metrics().collect();
    return readings.isEmpty() ? List.of() : readings.get(0).points();
  }

  private static Map<String, Object> attributes() {
    MetricReading reading = Engine.metrics().collect().get(0);
    Instrument instrument = reading.instrument();
    assertThat(instrument.name()).isEqualTo("db.client.operation.duration");
    assertThat(instrument.unit()).isEqualTo("s");
    assertThat(reading.points()).hasSize(1);
    Map<String, Object> attributes = new TreeMap<>();
    for (int i = 0; i < instrument.keyCount(); i++) {
      if (reading.points().get(0).value(i) != null) {
        attributes.put(instrument.key(i).name(), reading.points().get(0).value(i));
      }
    }
    return attributes;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyCallCountsWhateverIsSampled(boolean sampled) {
    TestEngine.install(sampled);
    Statement statement = statement("jdbc:postgresql://db.example:15432/shop");
    execute(statement, "SELECT name FROM orders WHERE id = 4711", null);
    execute(statement, "SELECT name FROM orders WHERE id = 4712", null);

    assertThat(attributes())
        .isEqualTo(
            Map.of(
                "db.system.name", "postgresql",
                "db.namespace", "shop",
                "db.query.summary", "SELECT orders",
                "server.address", "db.example",
                "server.port", 15432L));
    assertThat(points().get(0).count()).isEqualTo(2);
    assertThat(points().get(0).errors()).isZero();
    assertThat(points().get(0).sum()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailureSaysItsCode(boolean sampled) {
    TestEngine.install(sampled);
    execute(
        statement("jdbc:postgresql://db/shop"),
        "UPDATE orders SET x = 1",
        new SQLException("no", "23505", 1));

    assertThat(attributes()).containsEntry("error.type", "23505");
    assertThat(points().get(0).errors()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBatchIsCountedByItsSummary(boolean sampled) {
    TestEngine.install(sampled);
    Statement statement = statement("jdbc:postgresql://db/shop");
    Batch batch = new Batch();
    JdbcRecorder.stateOf(statement).batch = batch;
    for (int i = 0; i < 2; i++) {
      batch.beginAdding();
      batch.endAdding("INSERT INTO orders VALUES (" + i + ")", true);
    }
    JdbcRecorder.end(JdbcRecorder.begin(statement, null, true), null);

    assertThat(attributes()).containsEntry("db.query.summary", "BATCH INSERT orders");
  }

  @Test
  void excludedCallsDoNotCount() {
    TestEngine.install(true, "obs.exclude.sql", "SELECT 1");
    execute(statement("jdbc:postgresql://db/shop"), "SELECT 1", null);

    assertThat(Engine.metrics().collect()).isEmpty();
  }
}
