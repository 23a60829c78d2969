package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.Engine;
import io.obsagent.engine.LiveSwitch;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.MetricNumbers;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;
import io.obsagent.instrumentation.jdbc.sql.SqlStatementInfo;
import io.obsagent.weaving.ForeignState;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;

/**
 * Opens and closes the span of a JDBC call, and keeps what has to be known about statements for it.
 * Stateless; the state is on the statements, the connections and the calling thread. Nothing here
 * holds a lock, and nothing here asks the application's objects for anything, except {@link
 * #factsOf} once per connection.
 *
 * <p>Cost of a call: its span, three thread-local look-ups, one state look-up per level, one cache
 * hit for a plain statement; allocates the span and its attributes.
 */
final class JdbcRecorder {
  static final InstrumentationScope SCOPE = InstrumentationScope.named("io.obsagent.jdbc");

  /** Whether calls are looked at; connections and statements always are. */
  static final LiveSwitch SWITCH = LiveSwitch.of("jdbc");

  private static final String QUERY_CANCELED = "57014";

  private static final ForeignState<StatementState> STATEMENTS =
      ForeignState.named(JdbcInstrumentation.STATEMENT_STATE);
  private static final ForeignState<ConnectionFacts> CONNECTIONS =
      ForeignState.named(JdbcInstrumentation.CONNECTION_STATE);

  private JdbcRecorder() {}

  /**
   * A driver has opened a connection. Where a driver wraps another one, the inner one has been here
   * before with the true URL, and if both return the same object that stays.
   */
  static void connected(Object connection, String url) {
    if (!FactsByUrl.nameDatabase(CONNECTIONS.get(connection))) {
      CONNECTIONS.set(connection, FactsByUrl.of(url));
    }
  }

  /**
   * A connection has made a statement, or handed out one it keeps prepared.
   *
   * @param sql null for a plain statement
   */
  static void created(Object connection, Object statement, String sql) {
    ConnectionFacts facts = CONNECTIONS.get(connection);
    StatementState state = STATEMENTS.get(statement);
    if (state != null && state.facts == facts && sql != null && sql.equals(state.sql)) {
      state.clearBatch();
      return;
    }
    STATEMENTS.set(statement, new StatementState(facts, sql));
  }

  /** The call under way on this thread, or null. */
  static JdbcCall under() {
    return JdbcCalls.ofThread().under(Context.current());
  }

  /** What is known of a connection, or null; nobody is asked. */
  static ConnectionFacts knownOf(Object connection) {
    return CONNECTIONS.get(connection);
  }

  /** What is known of a statement; it is made known if it was not. Never null. */
  static StatementState stateOf(Object statement) {
    StatementState state = STATEMENTS.get(statement);
    if (state == null) {
      state = new StatementState(null, null);
      STATEMENTS.set(statement, state);
    }
    return state;
  }

  /**
   * A level of an execution begins.
   *
   * @param sql what the call was given, null where it was prepared or batched before
   * @return the call to {@linkplain #end end}; null if there is none to end
   */
  static JdbcCall begin(Object statement, String sql, boolean batch) {
    JdbcCalls calls = JdbcCalls.ofThread();
    if (calls.isInternal()) {
      return null;
    }
    Context current = Context.current();
    JdbcCall open = calls.under(current);
    if (open != null) {
      open.level(statement, stateOf(statement), sql, batch);
      return null;
    }
    if (current.isSuppressed() || !SWITCH.isOn()) {
      return null;
    }
    StatementState state = stateOf(statement);
    boolean excluded =
        JdbcSettings.current().excluded.matches(sql != null || state.sql == null ? sql : state.sql);
    Span span =
        excluded
            ? null
            : Engine.tracer().startChild(current, SpanKind.CLIENT, SCOPE, System.nanoTime());
    JdbcCall call = calls.push();
    call.isBatch = batch;
    call.state = state;
    call.level(statement, state, sql, batch);
    call.span = span;
    call.current = excluded ? Context.suppressed(current) : span;
    call.before = call.current.makeCurrent();
    return call;
  }

  /**
   * The outermost level returns or throws.
   *
   * @param call from {@link #begin}; null does nothing
   * @param thrown null if it returned
   */
  static void end(JdbcCall call, Throwable thrown) {
    if (call == null) {
      return;
    }
    long now = System.nanoTime();
    call.current.restore(call.before);
    Span span = call.span;
    try {
      if (span != null) {
        describe(call, span, now, thrown);
      }
    } finally {
      if (call.batch != null) {
        call.batch.clear();
      }
      call.close();
      if (span != null) {
        span.end(now);
      }
    }
  }

  /**
   * A batch was cleared, or executed in a level below the call or where there is no span. What the
   * call still has to describe is left alone: drivers clear as they execute.
   */
  static void clearBatch(Object statement) {
    StatementState state = stateOf(statement);
    JdbcCall open = JdbcCalls.ofThread().under(Context.current());
    if (open == null || open.batch != state.batch) {
      state.clearBatch();
    }
  }

  /** What the span says if it is recorded, and what is counted of the call in any case. */
  private static void describe(JdbcCall call, Span span, long now, Throwable thrown) {
    DurationHistogram operations = JdbcSettings.current().operations;
    if (!span.isRecording() && !operations.isEnabled()) {
      return;
    }
    ConnectionFacts facts = call.facts;
    if (facts == null) {
      facts = factsOf(call.deepest);
      call.deepestState.facts = facts;
    }
    describe(facts, span);
    String name = null;
    if (call.isBatch) {
      name = BatchText.describe(call, facts, span);
    } else if (call.sql != null) {
      SqlStatementInfo info = infoOf(call, facts);
      call.summary = info.summary();
      span.set(DbAttributes.QUERY_TEXT, JdbcSettings.current().shown(call.sql, info));
      span.set(DbAttributes.QUERY_SUMMARY, info.summary());
      span.set(DbAttributes.STORED_PROCEDURE, info.storedProcedure());
      name = info.summary() != null ? info.summary() : info.storedProcedure();
    }
    if (name == null) {
      name = facts.namespace() != null ? facts.namespace() : facts.dbSystem();
    }
    span.name(name);
    String error = null;
    if (thrown != null && (isTimeout(thrown) || !call.state.wasCancelled(span.startNanos(), now))) {
      error = fail(facts, call.sql, span, thrown);
    }
    operations.record(
        span,
        now - span.startNanos(),
        error != null,
        facts.dbSystem(),
        facts.namespace(),
        call.summary,
        error,
        facts.serverAddress(),
        facts.reportedPort() < 0 ? null : MetricNumbers.of(facts.reportedPort()));
  }

  /** What the text of {@code call}, which has one, says; kept with what was prepared. */
  static SqlStatementInfo infoOf(JdbcCall call, ConnectionFacts facts) {
    StatementState prepared = call.prepared;
    if (prepared == null) {
      return JdbcSettings.current().statements.get(call.sql, facts.dialect());
    }
    SqlStatementInfo info = prepared.info;
    if (info == null) {
      info = JdbcSettings.current().statements.get(call.sql, facts.dialect());
      prepared.info = info;
    }
    return info;
  }

  /** What every span that concerns a database says. */
  static void describe(ConnectionFacts facts, Span span) {
    span.set(DbAttributes.SYSTEM, facts.dbSystem());
    span.set(DbAttributes.NAMESPACE, facts.namespace());
    span.set(NetworkAttributes.SERVER_ADDRESS, facts.serverAddress());
    if (facts.reportedPort() >= 0) {
      span.set(NetworkAttributes.SERVER_PORT, facts.reportedPort());
    }
  }

  /**
   * @param sql what failed, or null
   * @return {@code error.type}
   */
  static String fail(ConnectionFacts facts, String sql, Span span, Throwable thrown) {
    String code =
        thrown instanceof SQLException ? statusCode((SQLException) thrown, facts.dbSystem()) : null;
    String type = code != null ? code : thrown.getClass().getName();
    if (span.isRecording()) {
      span.set(DbAttributes.STATUS_CODE, code);
      span.set(ErrorAttributes.TYPE, type);
      String message = ErrorMessage.sanitize(thrown.getMessage(), sql);
      span.recordException(thrown, message);
      span.fail(message.isEmpty() ? null : message);
    }
    return type;
  }

  /**
   * What calls itself a timeout is one; except in H2, where what was cancelled has that type too,
   * with the SQLSTATE "query canceled".
   */
  private static boolean isTimeout(Throwable thrown) {
    return thrown instanceof SQLTimeoutException
        && !QUERY_CANCELED.equals(((SQLTimeoutException) thrown).getSQLState());
  }

  /** SQLSTATE, or the vendor's code where the convention says so; null if there is neither. */
  private static String statusCode(SQLException thrown, String system) {
    int vendorCode = thrown.getErrorCode();
    if (vendorCode != 0) {
      switch (system) {
        case "mysql":
        case "mariadb":
        case "oracle.db":
        case "microsoft.sql_server":
        case "ibm.db2":
        case "sqlite":
          return Integer.toString(vendorCode);
        default:
          break;
      }
    }
    String state = thrown.getSQLState();
    return state == null || state.isEmpty() ? null : state;
  }

  /**
   * Asks a statement's connection for its URL: for connections that no {@code Driver.connect}
   * opened. Once per connection, also if it fails; after the call, so no lock of the driver is
   * held. A pool's connection passes the question on to the one it stands for, which outlives it.
   *
   * @return never null
   */
  private static ConnectionFacts factsOf(Object statement) {
    JdbcCalls calls = JdbcCalls.ofThread();
    Context before = Context.current();
    Context suppressed = Context.suppressed(before);
    suppressed.makeCurrent();
    calls.beginInternal();
    try {
      return FactsQuestion.ask(CONNECTIONS, (Statement) statement);
    } finally {
      calls.endInternal();
      suppressed.restore(before);
    }
  }
}
