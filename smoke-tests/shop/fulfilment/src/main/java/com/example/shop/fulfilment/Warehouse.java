package com.example.shop.fulfilment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/** The tables shared with the storefront, through Tomcat's connection pool. */
class Warehouse {

  /** Storefront and payment take the same lock before they look for their tables. */
  private static final String SCHEMA_LOCK = "SELECT pg_advisory_xact_lock(20150401)";

  private static final String SCHEMA =
      "CREATE TABLE IF NOT EXISTS shipments (order_id BIGINT PRIMARY KEY,"
          + " state VARCHAR(20) NOT NULL DEFAULT 'WAITING', shipped_at TIMESTAMP)";

  private final DataSource pool;

  private Warehouse(DataSource pool) {
    this.pool = pool;
  }

  static Warehouse open() throws SQLException {
    PoolProperties config = new PoolProperties();
    config.setDriverClassName("org.postgresql.Driver");
    config.setUrl(System.getProperty("shop.jdbc.url", "jdbc:postgresql://127.0.0.1:5432/shop"));
    config.setUsername(System.getProperty("shop.jdbc.user", "shop"));
    config.setPassword(System.getProperty("shop.jdbc.password", "shop"));
    config.setMaxActive(Integer.getInteger("shop.jdbc.pool", 5));
    config.setMaxIdle(config.getMaxActive());
    config.setInitialSize(1);
    config.setMinIdle(1);
    Warehouse warehouse = new Warehouse(new DataSource(config));
    warehouse.createSchema();
    return warehouse;
  }

  private void createSchema() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(SCHEMA_LOCK);
        statement.execute(SCHEMA);
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  /** Returns how many lines the order has. */
  int ship(long orderId) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      int lines = 0;
      try (PreparedStatement select =
          connection.prepareStatement("SELECT sku, quantity FROM order_lines WHERE order_id = ?")) {
        select.setLong(1, orderId);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            lines++;
          }
        }
      }
      try (PreparedStatement update =
          connection.prepareStatement(
              "UPDATE shipments SET state = 'SHIPPED', shipped_at = now() WHERE order_id = ?")) {
        update.setLong(1, orderId);
        update.executeUpdate();
      }
      return lines;
    }
  }

  void close() {
    pool.close();
  }
}
