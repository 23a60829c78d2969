package io.obsagent.instrumentation.jdbc;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;
import io.obsagent.weaving.TypeTarget;
import net.bytebuddy.asm.Advice;

/**
 * The trace context as a comment in the SQL, where it is asked for. Its name makes it run inside
 * the advice of {@link JdbcInstrumentation}: the comment names the span of the call itself, and the
 * span's text has no comment.
 *
 * @see SqlComment
 */
public final class SqlCommentInstrumentation implements LibraryInstrumentation {
  private static final String SQL = "(Ljava/lang/String;";

  public SqlCommentInstrumentation() {}

  @Override
  public String name() {
    return "db-sqlcommenter";
  }

  @Override
  public void describe(Targets targets) {
    statements(targets.subtypesOf("java.sql.Statement"));
    statements(targets.types("org.sqlite.jdbc3.JDBC3Statement"));
    TypeTarget connections = targets.subtypesOf("java.sql.Connection");
    for (String kind : new String[] {")", "I)", "[I)", "[Ljava/lang/String;)", "II)", "III)"}) {
      connections.method(
          "prepareStatement", SQL + kind + "Ljava/sql/PreparedStatement;", Prepare.class);
    }
  }

  private static void statements(TypeTarget statements) {
    for (String keys : new String[] {")", "I)", "[I)", "[Ljava/lang/String;)"}) {
      statements
          .method("execute", SQL + keys + "Z", Execute.class)
          .method("executeUpdate", SQL + keys + "I", Execute.class)
          .method("executeLargeUpdate", SQL + keys + "J", Execute.class);
    }
    statements.method("executeQuery", SQL + ")Ljava/sql/ResultSet;", Execute.class);
  }

  /** Advice on the methods that execute a text. */
  public static final class Execute {
    private Execute() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    public static String enter(@Advice.This Object statement, @Advice.Argument(0) String sql) {
      return SqlComment.executed(statement, sql);
    }
  }

  /** Advice on {@code prepareStatement}. */
  public static final class Prepare {
    private Prepare() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    public static String enter(@Advice.This Object connection, @Advice.Argument(0) String sql) {
      return SqlComment.prepared(connection, sql);
    }
  }
}
