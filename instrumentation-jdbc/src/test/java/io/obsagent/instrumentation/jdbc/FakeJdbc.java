package io.obsagent.instrumentation.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;

/** JDBC objects that are nothing but identities, and count who asks them for their URL. */
final class FakeJdbc {
  private final String url;
  final Connection connection;
  int questions;

  /**
   * @param url what the meta data say; null makes them throw
   */
  FakeJdbc(String url) {
    this.url = url;
    this.connection = make(Connection.class, this::ofConnection);
  }

  /** A statement whose {@code getConnection} gives {@link #connection}. */
  Statement statement() {
    return make(Statement.class, (self, method, arguments) -> connection);
  }

  private Object ofConnection(Object self, java.lang.reflect.Method method, Object[] arguments)
      throws SQLException {
    switch (method.getName()) {
      case "unwrap":
        return self;
      case "getMetaData":
        return make(DatabaseMetaData.class, this::ofMetaData);
      default:
        throw new SQLException(method.getName());
    }
  }

  private Object ofMetaData(Object self, java.lang.reflect.Method method, Object[] arguments)
      throws SQLException {
    questions++;
    if (url == null) {
      throw new SQLException("closed");
    }
    return url;
  }

  private static <T> T make(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(FakeJdbc.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
