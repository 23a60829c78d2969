package com.example.shop.common;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** One connection pool, and the tables it finds or makes. */
public final class Database implements AutoCloseable {

  /** Any number will do, as long as payment and fulfilment take the same one. */
  private static final long SCHEMA_LOCK = 20150401L;

  private final HikariDataSource pool;

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  public static Database open(String poolName) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(poolName);
    config.setJdbcUrl(Settings.jdbcUrl());
    config.setUsername(Settings.jdbcUser());
    config.setPassword(Settings.jdbcPassword());
    config.setMaximumPoolSize(Settings.poolSize());
    return new Database(new HikariDataSource(config));
  }

  public DataSource dataSource() {
    return pool;
  }

  /**
   * Services may start together: the first one creates, the others wait and find everything there.
   */
  public void createSchema() throws SQLException {
    String script = script();
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
        for (String command : script.split(";\\s*\\R")) {
          if (!command.trim().isEmpty()) {
            statement.execute(command);
          }
        }
      }
      connection.commit();
    }
  }

  private static String script() {
    InputStream resource = Database.class.getResourceAsStream("/schema.sql");
    if (resource == null) {
      throw new IllegalStateException("schema.sql is missing from the shop's JAR");
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return reader.lines().collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException e) {
      throw new IllegalStateException("schema.sql cannot be read", e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
