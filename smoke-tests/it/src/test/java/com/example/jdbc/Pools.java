package com.example.jdbc;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The connection pools, by reflection: only one of them is on the class path. */
final class Pools implements Closeable {
  private final DataSource pool;
  private final String url;
  private final String user;
  private final String password;

  private Pools(DataSource pool, String url, String user, String password) {
    this.pool = pool;
    this.url = url;
    this.user = user;
    this.password = password;
  }

  static Pools open(String name, String url, String user, String password) throws Exception {
    switch (name) {
      case "none":
        return new Pools(null, url, user, password);
      case "hikari":
        return beans(
            "com.zaxxer.hikari.HikariDataSource",
            "JdbcUrl",
            url,
            "Username",
            user,
            "Password",
            password,
            "MaximumPoolSize",
            2,
            "MinimumIdle",
            1);
      case "dbcp2":
        return beans(
            "org.apache.commons.dbcp2.BasicDataSource",
            "Url",
            url,
            "Username",
            user,
            "Password",
            password,
            "MaxTotal",
            2,
            "PoolPreparedStatements",
            true);
      case "tomcat":
        return beans(
            "org.apache.tomcat.jdbc.pool.DataSource",
            "Url",
            url,
            "Username",
            user,
            "Password",
            password,
            "MaxActive",
            2,
            "InitialSize",
            1,
            "JdbcInterceptors",
            "StatementFinalizer;StatementCache");
      case "c3p0":
        return beans(
            "com.mchange.v2.c3p0.ComboPooledDataSource",
            "JdbcUrl",
            url,
            "User",
            user,
            "Password",
            password,
            "MaxPoolSize",
            2,
            "InitialPoolSize",
            1,
            "MinPoolSize",
            1,
            "MaxStatements",
            20);
      case "druid":
        return beans(
            "com.alibaba.druid.pool.DruidDataSource",
            "Url",
            url,
            "Username",
            user,
            "Password",
            password,
            "MaxActive",
            2,
            "TestWhileIdle",
            false);
      default:
        throw new IllegalArgumentException(name);
    }
  }

  private static Pools beans(String type, Object... properties) throws Exception {
    Object pool = Class.forName(type).getDeclaredConstructor().newInstance();
    for (int i = 0; i < properties.length; i += 2) {
      set(pool, "set" + properties[i], properties[i + 1]);
    }
    return new Pools((DataSource) pool, null, null, null);
  }

  private static void set(Object bean, String setter, Object value) throws Exception {
    for (Method method : bean.getClass().getMethods()) {
      if (method.getName().equals(setter) && method.getParameterCount() == 1) {
        method.invoke(bean, value);
        return;
      }
    }
    throw new NoSuchMethodException(setter);
  }

  Connection connection() throws SQLException {
    return pool != null ? pool.getConnection() : DriverManager.getConnection(url, user, password);
  }

  @Override
  public void close() throws IOException {
    if (pool instanceof Closeable) {
      ((Closeable) pool).close();
    } else if (pool instanceof AutoCloseable) {
      try {
        ((AutoCloseable) pool).close();
      } catch (Exception failed) {
        throw new IOException(failed);
      }
    }
  }
}
