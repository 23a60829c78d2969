package io.obsagent.instrumentation.jdbc;

import io.obsagent.weaving.ForeignState;
import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;
import io.obsagent.weaving.TypeTarget;
import net.bytebuddy.asm.Advice;

/**
 * {@code db.response.returned_rows}, where it is asked for: counts as the application reads. Its
 * name makes it run inside the advice of {@link JdbcInstrumentation}, while the span is open.
 */
public final class ReturnedRowsInstrumentation implements LibraryInstrumentation {
  static final String STATE = "jdbc.rows";

  private static final ForeignState<RowCount> RESULTS = ForeignState.named(STATE);

  public ReturnedRowsInstrumentation() {}

  @Override
  public String name() {
    return "db-returned-rows";
  }

  @Override
  public void describe(Targets targets) {
    statements(targets.subtypesOf("java.sql.Statement"));
    results(targets.subtypesOf("java.sql.ResultSet").state(STATE));
    // SQLite has these methods in classes below those that implement the interfaces.
    statements(
        targets.types(
            "org.sqlite.jdbc3.JDBC3Statement", "org.sqlite.jdbc3.JDBC3PreparedStatement"));
    results(targets.types("org.sqlite.jdbc3.JDBC3ResultSet").state(STATE));
  }

  private static void statements(TypeTarget statements) {
    String result = "Ljava/sql/ResultSet;";
    String sql = "(Ljava/lang/String;";
    statements
        .method("executeQuery", "()" + result, Query.class)
        .method("executeQuery", sql + ")" + result, Query.class)
        .method("execute", "()Z", Execute.class)
        .method("execute", sql + ")Z", Execute.class)
        .method("execute", sql + "I)Z", Execute.class)
        .method("execute", sql + "[I)Z", Execute.class)
        .method("execute", sql + "[Ljava/lang/String;)Z", Execute.class)
        .method("getResultSet", "()" + result, Result.class);
  }

  private static void results(TypeTarget results) {
    results
        .method("next", "()Z", Next.class)
        .method("previous", "()Z", Jump.class)
        .method("first", "()Z", Jump.class)
        .method("last", "()Z", Jump.class)
        .method("absolute", "(I)Z", Jump.class)
        .method("relative", "(I)Z", Jump.class)
        .method("beforeFirst", "()V", Jump.class)
        .method("afterLast", "()V", Jump.class);
  }

  /** Of the call under way on this thread, if this is the statement the application called. */
  private static RowCount counted(Object statement) {
    StatementState state = JdbcRecorder.stateOf(statement);
    JdbcCall call = JdbcRecorder.under();
    if (call == null || call.state != state || call.span == null || !call.span.isRecording()) {
      state.rows = null;
      return null;
    }
    RowCount rows = new RowCount();
    call.span.setLater(DbAttributes.RETURNED_ROWS, rows);
    state.rows = rows;
    return rows;
  }

  /** Advice on {@code executeQuery}. */
  public static final class Query {
    private Query() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This Object statement, @Advice.Return Object result) {
      if (result != null) {
        RowCount rows = counted(statement);
        RESULTS.set(result, rows);
        if (rows != null) {
          rows.begin();
        }
      }
    }
  }

  /** Advice on {@code execute}: whether there is a result set to count is seen later. */
  public static final class Execute {
    private Execute() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This Object statement) {
      counted(statement);
    }
  }

  /** Advice on {@code getResultSet}. */
  public static final class Result {
    private Result() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This Object statement, @Advice.Return Object result) {
      RowCount rows = result == null ? null : JdbcRecorder.stateOf(statement).rows;
      if (rows != null && RESULTS.get(result) != rows) {
        RESULTS.set(result, rows);
        rows.begin();
      }
    }
  }

  /** Advice on {@code next}. */
  public static final class Next {
    private Next() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This Object result, @Advice.Return boolean more) {
      RowCount rows = more ? RESULTS.get(result) : null;
      if (rows != null) {
        rows.read();
      }
    }
  }

  /** Advice on what moves elsewhere than to the next row. */
  public static final class Jump {
    private Jump() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object result) {
      RowCount rows = RESULTS.get(result);
      if (rows != null) {
        rows.jumped();
      }
    }
  }
}
