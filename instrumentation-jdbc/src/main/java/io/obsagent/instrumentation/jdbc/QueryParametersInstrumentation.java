package io.obsagent.instrumentation.jdbc;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;
import io.obsagent.weaving.TypeTarget;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * {@code db.query.parameter.<index>}, where it is asked for. Its name makes it run inside the
 * advice of {@link JdbcInstrumentation}, while the span is open.
 */
public final class QueryParametersInstrumentation implements LibraryInstrumentation {
  /** What is recorded: values whose text the JDK alone makes. */
  private static final String[][] SETTERS = {
    {"setBoolean", "Z"},
    {"setByte", "B"},
    {"setShort", "S"},
    {"setInt", "I"},
    {"setLong", "J"},
    {"setFloat", "F"},
    {"setDouble", "D"},
    {"setString", "Ljava/lang/String;"},
    {"setNString", "Ljava/lang/String;"},
    {"setBigDecimal", "Ljava/math/BigDecimal;"},
    {"setDate", "Ljava/sql/Date;"},
    {"setTime", "Ljava/sql/Time;"},
    {"setTimestamp", "Ljava/sql/Timestamp;"},
    {"setDate", "Ljava/sql/Date;Ljava/util/Calendar;"},
    {"setTime", "Ljava/sql/Time;Ljava/util/Calendar;"},
    {"setTimestamp", "Ljava/sql/Timestamp;Ljava/util/Calendar;"},
    {"setURL", "Ljava/net/URL;"},
    {"setObject", "Ljava/lang/Object;"},
    {"setObject", "Ljava/lang/Object;I"},
    {"setObject", "Ljava/lang/Object;II"},
  };

  public QueryParametersInstrumentation() {}

  @Override
  public String name() {
    return "db-query-parameters";
  }

  @Override
  public void describe(Targets targets) {
    statements(targets.subtypesOf("java.sql.PreparedStatement"));
    statements(targets.types("org.sqlite.jdbc3.JDBC3PreparedStatement"));
  }

  private static void statements(TypeTarget statements) {
    for (String[] setter : SETTERS) {
      statements.method(setter[0], "(I" + setter[1] + ")V", Set.class);
    }
    statements
        .method("setNull", "(II)V", SetNull.class)
        .method("setNull", "(IILjava/lang/String;)V", SetNull.class)
        .method("clearParameters", "()V", Clear.class)
        .method("execute", "()Z", Execute.class)
        .method("executeQuery", "()Ljava/sql/ResultSet;", Execute.class)
        .method("executeUpdate", "()I", Execute.class)
        .method("executeLargeUpdate", "()J", Execute.class);
  }

  /** Advice on the setters of values. */
  public static final class Set {
    private Set() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
        @Advice.This Object statement,
        @Advice.Argument(0) int index,
        @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) Object value) {
      BoundValues.of(statement).set(index, value);
    }
  }

  /** Advice on {@code setNull}. */
  public static final class SetNull {
    private SetNull() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object statement, @Advice.Argument(0) int index) {
      BoundValues.of(statement).set(index, null);
    }
  }

  /** Advice on {@code clearParameters}. */
  public static final class Clear {
    private Clear() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object statement) {
      BoundValues.of(statement).clear();
    }
  }

  /** Advice on the execute methods of what was prepared. */
  public static final class Execute {
    private Execute() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object statement) {
      StatementState state = JdbcRecorder.stateOf(statement);
      JdbcCall call = JdbcRecorder.under();
      if (state.bound != null && call != null && call.state == state && call.span != null) {
        state.bound.describe(call.span);
      }
    }
  }
}
