package io.obsagent.instrumentation.jdbc;

import com.alibaba.druid.pool.DruidDataSource;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;

/** Ways from an application to a driver. */
enum Pool {
  NONE {
    @Override
    DataSource open(Database database) {
      return new PlainSource(database.url);
    }
  },
  OWN_DATA_SOURCE {
    @Override
    DataSource open(Database database) {
      return database.ownDataSource();
    }
  },
  HIKARI {
    @Override
    DataSource open(Database database) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(database.url);
      config.setMaximumPoolSize(2);
      return new HikariDataSource(config);
    }
  },
  HIKARI_OVER_DATA_SOURCE {
    @Override
    DataSource open(Database database) {
      HikariConfig config = new HikariConfig();
      config.setDataSource(database.ownDataSource());
      config.setMaximumPoolSize(2);
      return new HikariDataSource(config);
    }
  },
  DBCP2 {
    @Override
    DataSource open(Database database) {
      BasicDataSource source = new BasicDataSource();
      source.setUrl(database.url);
      source.setPoolPreparedStatements(true);
      return source;
    }
  },
  TOMCAT {
    @Override
    DataSource open(Database database) {
      org.apache.tomcat.jdbc.pool.DataSource source = new org.apache.tomcat.jdbc.pool.DataSource();
      source.setUrl(database.url);
      source.setMaxActive(2);
      source.setInitialSize(1);
      source.setJdbcInterceptors("StatementFinalizer");
      return source;
    }
  },
  C3P0 {
    @Override
    DataSource open(Database database) {
      ComboPooledDataSource source = new ComboPooledDataSource();
      source.setJdbcUrl(database.url);
      source.setInitialPoolSize(1);
      source.setMinPoolSize(1);
      source.setMaxPoolSize(2);
      source.setMaxStatements(10);
      return source;
    }
  },
  DRUID {
    @Override
    DataSource open(Database database) {
      DruidDataSource source = new DruidDataSource();
      source.setUrl(database.url);
      source.setMaxActive(2);
      return source;
    }
  },
  /** What frameworks do: a {@code java.lang.reflect.Proxy}, which is never woven, around a pool. */
  DYNAMIC_PROXY {
    @Override
    DataSource open(Database database) {
      DataSource pool = HIKARI.open(database);
      return (DataSource)
          Proxy.newProxyInstance(
              Pool.class.getClassLoader(),
              new Class<?>[] {DataSource.class, AutoCloseable.class},
              new ProxyingCalls(pool));
    }
  };

  abstract DataSource open(Database database);

  private static final class PlainSource implements DataSource {
    private final String url;

    PlainSource(String url) {
      this.url = url;
    }

    @Override
    public Connection getConnection() throws SQLException {
      return DriverManager.getConnection(url);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return DriverManager.getConnection(url, user, password);
    }

    @Override
    public PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() {
      return null;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
