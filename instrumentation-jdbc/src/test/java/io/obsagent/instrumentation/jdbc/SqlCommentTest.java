package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The context in comments of the SQL. */
class SqlCommentTest extends JdbcOptInsTestCase {
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
}
