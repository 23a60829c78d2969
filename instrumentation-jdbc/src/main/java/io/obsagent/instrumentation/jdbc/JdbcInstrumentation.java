package io.obsagent.instrumentation.jdbc;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;
import io.obsagent.weaving.TypeTarget;

/**
 * JDBC, whatever the driver: every class that is a driver, a connection or a statement, pool
 * proxies included. Which of the woven levels is the call is found out as it runs.
 */
public final class JdbcInstrumentation implements LibraryInstrumentation {
  static final String CONNECTION_STATE = "jdbc.connection";
  static final String STATEMENT_STATE = "jdbc.statement";

  /**
   * Classes that hold the methods of a statement without being one: only a subclass declares the
   * interface. A test looks for more of the kind in every driver.
   */
  private static final String[] BARE_STATEMENTS = {
    "org.sqlite.core.CoreStatement", "org.sqlite.jdbc3.JDBC3Statement"
  };

  /** What some driver does by executing statements of its own. */
  private static final String[][] CONNECTIONS_OWN = {
    {"isValid", "(I)Z"},
    {"setAutoCommit", "(Z)V"},
    {"setSavepoint", "()Ljava/sql/Savepoint;"},
    {"setSavepoint", "(Ljava/lang/String;)Ljava/sql/Savepoint;"},
    {"releaseSavepoint", "(Ljava/sql/Savepoint;)V"},
    {"getTransactionIsolation", "()I"},
    {"setTransactionIsolation", "(I)V"},
    {"isReadOnly", "()Z"},
    {"setReadOnly", "(Z)V"},
    {"getCatalog", "()Ljava/lang/String;"},
    {"setCatalog", "(Ljava/lang/String;)V"},
    {"getSchema", "()Ljava/lang/String;"},
    {"setSchema", "(Ljava/lang/String;)V"},
    {"getWarnings", "()Ljava/sql/SQLWarning;"},
  };

  private static final String SQL = "Ljava/lang/String;";
  private static final String[] KEYS = {"", "I", "[I", "[Ljava/lang/String;"};

  public JdbcInstrumentation() {}

  @Override
  public String name() {
    return "jdbc";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .subtypesOf("java.sql.Driver")
        .method(
            "connect",
            "(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;",
            ConnectionAdvice.Connect.class);
    connections(targets.subtypesOf("java.sql.Connection").state(CONNECTION_STATE));
    statements(targets.subtypesOf("java.sql.Statement").state(STATEMENT_STATE));
    statements(targets.types(BARE_STATEMENTS).state(STATEMENT_STATE));
    // MySQL Connector 5 ends a query that takes too long by a statement on another connection.
    targets
        .types("com.mysql.jdbc.StatementImpl$CancelTask$1")
        .method("run", "()V", InternalAdvice.class);
  }

  private static void connections(TypeTarget connections) {
    for (String kind : new String[] {"", "II", "III"}) {
      connections.method(
          "createStatement", "(" + kind + ")Ljava/sql/Statement;", ConnectionAdvice.Create.class);
      connections.method(
          "prepareCall",
          "(" + SQL + kind + ")Ljava/sql/CallableStatement;",
          ConnectionAdvice.Prepare.class);
    }
    for (String kind : new String[] {"", "I", "[I", "[" + SQL, "II", "III"}) {
      connections.method(
          "prepareStatement",
          "(" + SQL + kind + ")Ljava/sql/PreparedStatement;",
          ConnectionAdvice.Prepare.class);
    }
    connections
        .method("commit", "()V", TransactionAdvice.Commit.class)
        .method("rollback", "()V", TransactionAdvice.Rollback.class)
        .method("rollback", "(Ljava/sql/Savepoint;)V", TransactionAdvice.Rollback.class);
    for (String[] internal : CONNECTIONS_OWN) {
      connections.method(internal[0], internal[1], InternalAdvice.class);
    }
  }

  private static void statements(TypeTarget statements) {
    for (String keys : KEYS) {
      Class<?> advice = StatementAdvice.ExecuteText.class;
      statements.method("execute", "(" + SQL + keys + ")Z", advice);
      statements.method("executeUpdate", "(" + SQL + keys + ")I", advice);
      statements.method("executeLargeUpdate", "(" + SQL + keys + ")J", advice);
    }
    statements
        .method(
            "executeQuery", "(" + SQL + ")Ljava/sql/ResultSet;", StatementAdvice.ExecuteText.class)
        .method("execute", "()Z", StatementAdvice.ExecutePrepared.class)
        .method("executeQuery", "()Ljava/sql/ResultSet;", StatementAdvice.ExecutePrepared.class)
        .method("executeUpdate", "()I", StatementAdvice.ExecutePrepared.class)
        .method("executeLargeUpdate", "()J", StatementAdvice.ExecutePrepared.class)
        .method("executeBatch", "()[I", StatementAdvice.ExecuteBatch.class)
        .method("executeLargeBatch", "()[J", StatementAdvice.ExecuteBatch.class)
        .method("addBatch", "(" + SQL + ")V", StatementAdvice.AddText.class)
        .method("addBatch", "()V", StatementAdvice.AddPrepared.class)
        .method("clearBatch", "()V", StatementAdvice.ClearBatch.class)
        .method("cancel", "()V", StatementAdvice.Cancel.class)
        .method("setQueryTimeout", "(I)V", StatementAdvice.Timeout.class)
        .method("getWarnings", "()Ljava/sql/SQLWarning;", InternalAdvice.class)
        .method("getGeneratedKeys", "()Ljava/sql/ResultSet;", InternalAdvice.class);
  }
}
