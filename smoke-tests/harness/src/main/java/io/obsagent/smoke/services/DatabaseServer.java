package io.obsagent.smoke.services;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A running server; get one from {@link Services}. */
public abstract class DatabaseServer implements Server {

  private final AtomicInteger databases = new AtomicInteger();
  private final String scheme;
  private final String host;
  private final int port;
  private final String user;
  private final String password;

  DatabaseServer(String scheme, String host, int port, String user, String password) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.user = user;
    this.password = password;
  }

  /** A database nobody else uses; its name begins with {@code prefix}. */
  public final Database newDatabase(String prefix) {
    Database database = database(prefix + "_" + databases.incrementAndGet());
    try (Connection connection = DriverManager.getConnection(adminUrl(), user, password);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database.name());
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot create database " + database.name(), e);
    }
    return database;
  }

  public final String host() {
    return host;
  }

  public final int port() {
    return port;
  }

  final Database database(String name) {
    String url = "jdbc:" + scheme + "://" + host + ":" + port + "/" + name;
    return new Database(url, user, password, host, port, name);
  }

  /** Where CREATE DATABASE can be said. */
  abstract String adminUrl();
}
