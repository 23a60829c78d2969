package io.obsagent.smoke.services;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** An empty database on a running server, for one test class to fill. */
public record Database(
    String jdbcUrl, String user, String password, String host, int port, String name) {

  /** A connection of the current driver, from this JVM and unseen by any agent. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, user, password);
  }
}
