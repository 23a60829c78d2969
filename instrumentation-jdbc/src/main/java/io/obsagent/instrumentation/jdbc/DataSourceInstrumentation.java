package io.obsagent.instrumentation.jdbc;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;
import io.obsagent.weaving.TypeTarget;
import net.bytebuddy.asm.Advice;

/** {@code DataSource.getConnection}: a span where the application had to wait for it. */
public final class DataSourceInstrumentation implements LibraryInstrumentation {

  public DataSourceInstrumentation() {}

  @Override
  public String name() {
    return "jdbc-datasource";
  }

  @Override
  public void describe(Targets targets) {
    getConnection(targets.subtypesOf("javax.sql.DataSource"));
    // These do the work in a class that is no data source; its subclasses are.
    getConnection(
        targets.types(
            "org.apache.tomcat.jdbc.pool.DataSourceProxy",
            "org.postgresql.ds.common.BaseDataSource"));
    targets
        .types("com.alibaba.druid.pool.DruidDataSource")
        .method(
            "getConnection",
            "()Lcom/alibaba/druid/pool/DruidPooledConnection;",
            GetConnection.class);
  }

  private static void getConnection(TypeTarget sources) {
    sources
        .method("getConnection", "()Ljava/sql/Connection;", GetConnection.class)
        .method(
            "getConnection",
            "(Ljava/lang/String;Ljava/lang/String;)Ljava/sql/Connection;",
            GetConnection.class);
  }

  /** Advice on {@code getConnection}. */
  public static final class GetConnection {
    private GetConnection() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      return ConnectionWait.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object source,
        @Advice.Enter Object wait,
        @Advice.Return Object connection,
        @Advice.Thrown Throwable thrown) {
      if (wait != null) {
        ((ConnectionWait) wait).end(source, connection, thrown);
      }
    }
  }
}
