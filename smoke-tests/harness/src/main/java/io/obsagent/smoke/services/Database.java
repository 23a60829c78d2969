package io.obsagent.smoke.services;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** An empty database on a running server, for one test class to fill. */
public record Database(
    String jdbcUrl, String user, String password, String host, int port, String name) {

  /** For a driver that knows the server by another name: {@code mysql} for MariaDB. */
  public String jdbcUrl(String scheme) {
    return "jdbc:" + scheme + "://" + host + ":" + port + "/" + name;
  }

  /** A connection of the current driver, from this JVM and unseen by any agent. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, user, password);
  }
}
