package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levels, facts, errors and exclusion, with statements that are nothing but identities. */
class JdbcRecorderTest {
  private static final String SQL = "SELECT name FROM orders WHERE id = 4711";
  private static final String SHOWN = "SELECT name FROM orders WHERE id = ?";

  private TestEngine engine;

  @BeforeEach
  void install() {
    engine = TestEngine.install(true);
  }

  @AfterEach
  void nothingIsLeftOnTheThread() {
    assertThat(Context.current()).isSameAs(Context.ROOT);
    assertThat(AgentHealth.get(AgentHealth.CONTEXT_LEAKS)).isZero();
    JdbcCall bottom = JdbcCalls.ofThread().push();
    assertThat(bottom.outer.outer).isNull();
    bottom.close();
  }

  private static Statement plain(String url) {
    FakeJdbc jdbc = new FakeJdbc(null);
    JdbcRecorder.connected(jdbc.connection, url);
    Statement statement = jdbc.statement();
    JdbcRecorder.created(jdbc.connection, statement, null);
    return statement;
  }

  private RecordedSpan execute(Statement statement, String sql, Throwable thrown) {
    JdbcRecorder.end(JdbcRecorder.begin(statement, sql, false), thrown);
    return engine.takeOnly();
  }

  @Test
  void saysWhatTheUrlAndTheStatementSay() {
    RecordedSpan span = execute(plain("jdbc:postgresql://db.example:15432/shop"), SQL, null);
    assertThat(TestEngine.describe(span))
        .isEqualTo(
            "SELECT orders db.system.name=postgresql db.namespace=shop"
                + " server.address=db.example server.port=15432"
                + " db.query.text="
                + SHOWN
                + " db.query.summary=SELECT orders");
    assertThat(span.isFailed()).isFalse();
    assertThat(span.kind()).isEqualTo(SpanKind.CLIENT);
  }

  @Test
  void theUsualPortIsNotSaid() {
    RecordedSpan span = execute(plain("jdbc:postgresql://db.example:5432/shop"), SQL, null);
    assertThat(span.attribute(NetworkAttributes.SERVER_PORT)).isNull();
  }

  @Test
  void aStatementWithoutWordsIsNamedByItsDatabase() {
    assertThat(execute(plain("jdbc:postgresql://db/shop"), "", null).nameText()).isEqualTo("shop");
    assertThat(execute(plain("jdbc:unheard:of"), "", null).nameText()).isEqualTo("other_sql");
  }

  @Test
  void levelsBelowMakeNoSpanAndNameTheDatabase() {
    Statement proxy = new FakeJdbc(null).statement();
    Statement physical = plain("jdbc:mariadb://db/shop");
    JdbcCall call = JdbcRecorder.begin(proxy, SQL, false);
    JdbcCall inner = JdbcRecorder.begin(physical, "/* pool */ " + SQL, false);
    assertThat(inner).isNull();
    JdbcRecorder.end(inner, null);
    JdbcRecorder.end(call, null);
    RecordedSpan span = engine.takeOnly();
    assertThat(span.attribute(DbAttributes.SYSTEM)).isEqualTo("mariadb");
    assertThat(span.attribute(DbAttributes.QUERY_TEXT)).isEqualTo(SHOWN);
  }

  @Test
  void aLevelBelowSaysTheSqlWhereTheOuterOneDoesNotKnowIt() {
    FakeJdbc jdbc = new FakeJdbc(null);
    JdbcRecorder.connected(jdbc.connection, "jdbc:mariadb://db/shop");
    Statement physical = jdbc.statement();
    JdbcRecorder.created(jdbc.connection, physical, SQL);
    JdbcCall call = JdbcRecorder.begin(new FakeJdbc(null).statement(), null, false);
    JdbcRecorder.end(JdbcRecorder.begin(physical, null, false), null);
    JdbcRecorder.end(call, null);
    assertThat(engine.takeOnly().attribute(DbAttributes.QUERY_TEXT)).isEqualTo(SHOWN);
  }

  /** A stored procedure written in Java, a driver that looks something up. */
  @Test
  void whatADriverExecutesInsideChangesNothing() {
    Statement outer = plain("jdbc:h2:mem:shop");
    Statement inside = plain("jdbc:postgresql://other/db");
    JdbcCall call = JdbcRecorder.begin(outer, "CALL refill(4711)", false);
    JdbcRecorder.end(JdbcRecorder.begin(inside, SQL, false), null);
    JdbcRecorder.end(call, null);
    RecordedSpan span = engine.takeOnly();
    assertThat(span.nameText()).isEqualTo("CALL refill");
    assertThat(span.attribute(DbAttributes.SYSTEM)).isEqualTo("h2database");
  }

  @Test
  void aUrlOfAPoolGivesWayToTheOneBehindIt() {
    Statement outer = plain("jdbc:apache:commons:dbcp:shop");
    JdbcCall call = JdbcRecorder.begin(outer, SQL, false);
    JdbcRecorder.end(JdbcRecorder.begin(plain("jdbc:sqlite:x"), SQL, false), null);
    JdbcRecorder.end(call, null);
    assertThat(engine.takeOnly().attribute(DbAttributes.SYSTEM)).isEqualTo("sqlite");
  }

  @Test
  void aDriverThatWrapsAnotherKeepsTheInnerUrl() {
    FakeJdbc jdbc = new FakeJdbc(null);
    JdbcRecorder.connected(jdbc.connection, "jdbc:postgresql://db/shop");
    JdbcRecorder.connected(jdbc.connection, "jdbc:tc:postgresql:16:///shop");
    Statement statement = jdbc.statement();
    JdbcRecorder.created(jdbc.connection, statement, null);
    assertThat(execute(statement, SQL, null).attribute(NetworkAttributes.SERVER_ADDRESS))
        .isEqualTo("db");
  }

  @Test
  void aConnectionThatNobodyOpenedIsAskedOnce() {
    FakeJdbc jdbc = new FakeJdbc("jdbc:postgresql://db/shop");
    Statement statement = jdbc.statement();
    assertThat(execute(statement, SQL, null).attribute(DbAttributes.SYSTEM))
        .isEqualTo("postgresql");
    execute(statement, SQL, null);
    Statement next = jdbc.statement();
    JdbcRecorder.created(jdbc.connection, next, null);
    assertThat(execute(next, SQL, null).attribute(DbAttributes.SYSTEM)).isEqualTo("postgresql");
    execute(jdbc.statement(), SQL, null);
    assertThat(jdbc.questions).isEqualTo(1);
  }

  @Test
  void aRefusalIsAnAnswerToo() {
    FakeJdbc jdbc = new FakeJdbc(null);
    for (int i = 0; i < 3; i++) {
      assertThat(execute(jdbc.statement(), SQL, null).attribute(DbAttributes.SYSTEM))
          .isEqualTo("other_sql");
    }
    assertThat(jdbc.questions).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db/shop, 23505, 7, 23505",
    "jdbc:mysql://db/shop, 23000, 1062, 1062",
    "jdbc:mariadb://db/shop, 23000, 1062, 1062",
    "jdbc:oracle:thin:@db:1521/shop, 23000, 1, 1",
    "jdbc:sqlserver://db;databaseName=shop, 23000, 2627, 2627",
    "jdbc:db2://db/shop, 23505, -803, -803",
    "jdbc:sqlite:x, , 19, 19",
    "jdbc:mysql://db/shop, 08S01, 0, 08S01",
    "jdbc:h2:mem:x, 23505, 23505, 23505",
    "jdbc:derby:x, , 30000, ",
  })
  void failuresCarryTheCodeOfTheirDatabase(
      String url, String state, int vendorCode, String expected) {
    SQLException thrown = new SQLException("Duplicate 'S3CRET'", state, vendorCode);
    RecordedSpan span = execute(plain(url), SQL, thrown);
    assertThat(span.isFailed()).isTrue();
    assertThat(span.statusDescription()).isEqualTo("Duplicate ?");
    assertThat(span.attribute(DbAttributes.STATUS_CODE)).isEqualTo(expected);
    assertThat(span.attribute(ErrorAttributes.TYPE))
        .isEqualTo(expected == null ? "java.sql.SQLException" : expected);
    assertThat(span.eventCount()).isEqualTo(1);
    assertThat(span.event(0).type()).isEqualTo("java.sql.SQLException");
    assertThat(span.event(0).message()).isEqualTo("Duplicate ?");
    assertThat(span.event(0).stackTrace()).contains("failuresCarry").doesNotContain("S3CRET");
  }

  @Test
  void whatIsNoSqlExceptionIsNamedByItsType() {
    RecordedSpan span = execute(plain("jdbc:h2:mem:x"), SQL, new IllegalStateException());
    assertThat(span.isFailed()).isTrue();
    assertThat(span.statusDescription()).isNull();
    assertThat(span.attribute(DbAttributes.STATUS_CODE)).isNull();
    assertThat(span.attribute(ErrorAttributes.TYPE)).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void aCancelledCallHasNotFailed() {
    Statement statement = plain("jdbc:postgresql://db/shop");
    JdbcCall call = JdbcRecorder.begin(statement, SQL, false);
    JdbcRecorder.stateOf(statement).cancel();
    JdbcRecorder.end(call, new SQLException("canceling statement due to user request", "57014"));
    RecordedSpan span = engine.takeOnly();
    assertThat(span.isFailed()).isFalse();
    assertThat(span.attribute(ErrorAttributes.TYPE)).isNull();
    assertThat(span.eventCount()).isZero();

    assertThat(
            execute(statement, SQL, new SQLException("canceling ... timeout", "57014")).isFailed())
        .as("cancelled before, not this time")
        .isTrue();
  }

  @Test
  void aCancelledCallHasNotFailedWhateverItsDriverThrows() {
    Statement statement = plain("jdbc:h2:mem:shop");
    JdbcCall call = JdbcRecorder.begin(statement, SQL, false);
    JdbcRecorder.stateOf(statement).cancel();
    JdbcRecorder.end(call, new SQLTimeoutException("canceled or timed out", "57014", 57014));
    assertThat(engine.takeOnly().isFailed()).isFalse();
    SQLTimeoutException timeout = new SQLTimeoutException("canceled or timed out", "57014", 57014);
    assertThat(execute(statement, SQL, timeout).isFailed()).isTrue();
  }

  @Test
  void aTimerOfTheDriverThatCancelsIsATimeout() {
    StatementState state = new StatementState(null, null);
    state.timeout(2);
    long start = System.nanoTime();
    state.cancel();
    assertThat(state.wasCancelled(start, start + 1_900_000_000L)).isTrue();
    assertThat(state.wasCancelled(start, start + 2_000_000_000L)).isFalse();
    state.timeout(0);
    assertThat(state.wasCancelled(start, start + 9_000_000_000L)).isTrue();
    assertThat(state.wasCancelled(System.nanoTime() + 1, start + 9_000_000_000L))
        .as("before this call")
        .isFalse();
  }

  @Test
  void aTimeoutIsAFailure() {
    Statement statement = plain("jdbc:postgresql://db/shop");
    JdbcCall call = JdbcRecorder.begin(statement, SQL, false);
    JdbcRecorder.stateOf(statement).cancel();
    JdbcRecorder.end(call, new SQLTimeoutException("query timed out", "HYT00"));
    assertThat(engine.takeOnly().isFailed()).isTrue();
  }

  @Test
  void batchesOfParametersAreCountedOncePerObject() {
    FakeJdbc jdbc = new FakeJdbc(null);
    JdbcRecorder.connected(jdbc.connection, "jdbc:mysql://db/shop");
    Statement statement = jdbc.statement();
    JdbcRecorder.created(jdbc.connection, statement, "INSERT INTO orders VALUES (?)");
    for (int i = 0; i < 2; i++) {
      Object adding = StatementAdvice.AddPrepared.enter(statement);
      StatementAdvice.AddPrepared.exit(StatementAdvice.AddPrepared.enter(statement), null);
      StatementAdvice.AddPrepared.exit(adding, null);
    }
    StatementAdvice.AddPrepared.exit(
        StatementAdvice.AddPrepared.enter(statement), new SQLException());
    Object call = StatementAdvice.ExecuteBatch.enter(statement);
    StatementAdvice.ClearBatch.enter(statement);
    StatementAdvice.ExecuteBatch.exit(
        statement, call, new BatchUpdateException("x", "23000", 1062, new int[0]));
    RecordedSpan span = engine.takeOnly();
    assertThat(span.attribute(DbAttributes.BATCH_SIZE)).isEqualTo(2L);
    assertThat(span.nameText()).isEqualTo("BATCH INSERT orders");
    assertThat(span.attribute(DbAttributes.STATUS_CODE)).isEqualTo("1062");

    JdbcRecorder.end(JdbcRecorder.begin(statement, null, true), null);
    assertThat(engine.takeOnly().attribute(DbAttributes.BATCH_SIZE))
        .as("an executed batch is empty")
        .isEqualTo(0L);
  }

  @Test
  void aHugeBatchOfTextsIsBounded() {
    Statement statement = plain("jdbc:mysql://db/shop");
    for (int i = 0; i < 10_000; i++) {
      String sql = "INSERT INTO t" + i % 100 + "_with_a_rather_long_name VALUES ('x')";
      StatementAdvice.AddText.exit(StatementAdvice.AddText.enter(statement), sql, null);
    }
    assertThat(JdbcRecorder.stateOf(statement).batch.textCount()).isEqualTo(64);
    JdbcRecorder.end(JdbcRecorder.begin(statement, null, true), null);
    RecordedSpan span = engine.takeOnly();
    assertThat(span.nameText()).isEqualTo("BATCH");
    assertThat(span.attribute(DbAttributes.BATCH_SIZE)).isEqualTo(10_000L);
    assertThat((String) span.attribute(DbAttributes.QUERY_TEXT)).hasSizeLessThanOrEqualTo(8_192);
  }

  @Test
  void excludedStatementsLeaveNothing() {
    engine = TestEngine.install(true, "obs.exclude.sql", "SELECT 1,*FROM health*");
    Statement statement = plain("jdbc:h2:mem:x");
    JdbcCall call = JdbcRecorder.begin(statement, "select 1", false);
    assertThat(Context.current().isSuppressed()).isTrue();
    assertThat(JdbcRecorder.begin(statement, SQL, false)).isNull();
    JdbcRecorder.end(call, new SQLException());
    assertThat(Context.current()).isSameAs(Context.ROOT);
    assertThat(engine.take()).isEmpty();

    FakeJdbc jdbc = new FakeJdbc(null);
    Statement prepared = jdbc.statement();
    JdbcRecorder.created(jdbc.connection, prepared, "SELECT a FROM health");
    JdbcRecorder.end(JdbcRecorder.begin(prepared, null, false), null);
    assertThat(engine.take()).isEmpty();
    execute(statement, SQL, null);
  }

  @Test
  void literalsAreShownWhereThatIsAskedFor() {
    engine =
        TestEngine.install(
            true, "otel.instrumentation.common.db.query-sanitization.enabled", "false");
    assertThat(execute(plain("jdbc:h2:mem:x"), SQL, null).attribute(DbAttributes.QUERY_TEXT))
        .isEqualTo(SQL);
  }

  @Test
  void unsampledCallsNestJustTheSame() {
    engine = TestEngine.install(false);
    Statement statement = plain("jdbc:h2:mem:x");
    JdbcCall call = JdbcRecorder.begin(statement, SQL, false);
    assertThat(call.span.isRecording()).isFalse();
    assertThat(JdbcRecorder.begin(statement, SQL, false)).isNull();
    JdbcRecorder.end(call, null);
    assertThat(engine.take()).isEmpty();
  }

  @Test
  void aSpanOfTheApplicationInsideACallHasItsOwnCalls() {
    Statement statement = plain("jdbc:h2:mem:x");
    JdbcCall call = JdbcRecorder.begin(statement, "CALL refill()", false);
    Span inside =
        Engine.tracer()
            .startChild(SpanKind.INTERNAL, InstrumentationScope.named("test"), System.nanoTime());
    Context before = inside.makeCurrent();
    JdbcCall second = JdbcRecorder.begin(plain("jdbc:h2:mem:x"), SQL, false);
    assertThat(second).isNotNull();
    JdbcRecorder.end(second, null);
    inside.restore(before);
    inside.end();
    JdbcRecorder.end(call, null);
    assertThat(engine.take())
        .extracting(RecordedSpan::nameText)
        .containsExactly("SELECT orders", "", "CALL refill");
  }

  @Test
  void aCallWhoseExitWasLostHarmsNoLaterOne() {
    Statement statement = plain("jdbc:h2:mem:x");
    Context request = Context.current();
    JdbcCall lost = JdbcRecorder.begin(statement, SQL, false);
    lost.current.restore(request);
    for (int i = 0; i < 3; i++) {
      JdbcRecorder.end(JdbcRecorder.begin(statement, SQL, false), null);
    }
    lost.close();
    assertThat(engine.take()).hasSize(3);
  }

  @Test
  void whatADriverDoesForItselfIsNoSpan() {
    Statement statement = plain("jdbc:h2:mem:x");
    Object internal = InternalAdvice.enter();
    assertThat(JdbcRecorder.begin(statement, SQL, false)).isNull();
    InternalAdvice.exit(internal);
    execute(statement, SQL, null);
  }

  @Test
  void preparedTextIsReadOnce() {
    FakeJdbc jdbc = new FakeJdbc(null);
    JdbcRecorder.connected(jdbc.connection, "jdbc:h2:mem:x");
    Statement statement = jdbc.statement();
    JdbcRecorder.created(jdbc.connection, statement, SQL);
    execute(statement, null, null);
    StatementState state = JdbcRecorder.stateOf(statement);
    assertThat(state.info).isNotNull();
    JdbcRecorder.created(jdbc.connection, statement, SQL);
    assertThat(JdbcRecorder.stateOf(statement)).as("a pool's prepared statement").isSameAs(state);
    JdbcRecorder.created(jdbc.connection, statement, "SELECT 2");
    assertThat(JdbcRecorder.stateOf(statement)).isNotSameAs(state);
  }
}
