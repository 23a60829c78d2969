package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.RefusingDataSource;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for a connection of a pool. */
class ConnectionWaitTest extends JdbcOptInsTestCase {
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
}
