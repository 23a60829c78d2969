package com.example.orders;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * What is in stock: an in-memory H2 database behind a pool, as many services have in their tests.
 */
final class Stock {
  private static final int PRODUCTS = 1_000;

  private final DataSource pool;

  private Stock(DataSource pool) {
    this.pool = pool;
  }

  static Stock open() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1");
    config.setUsername("sa");
    config.setPassword("");
    config.setMaximumPoolSize(10);
    Stock stock = new Stock(new HikariDataSource(config));
    stock.fill();
    return stock;
  }

  private void fill() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      try (Statement create = connection.createStatement()) {
        create.execute(
            "CREATE TABLE products (id INT PRIMARY KEY, name VARCHAR(80), category INT,"
                + " price INT, stock INT)");
        create.execute("CREATE INDEX by_category ON products (category)");
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO products VALUES (?, ?, ?, ?, ?)")) {
        for (int id = 0; id < PRODUCTS; id++) {
          insert.setInt(1, id);
          insert.setString(2, "product " + id);
          insert.setInt(3, id % 100);
          insert.setInt(4, 100 + id);
          insert.setInt(5, 1_000_000);
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
  }

  /** Three statements on one connection. */
  String sell(int number) throws SQLException {
    int id = Math.floorMod(number, PRODUCTS);
    try (Connection connection = pool.getConnection()) {
      String name;
      try (PreparedStatement select =
          connection.prepareStatement("SELECT name, price FROM products WHERE id = ?")) {
        select.setInt(1, id);
        try (ResultSet rows = select.executeQuery()) {
          rows.next();
          name = rows.getString(1) + " at " + rows.getInt(2);
        }
      }
      change(connection, id, -1);
      int others = 0;
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT id, name FROM products WHERE category = ? ORDER BY id")) {
        select.setInt(1, id % 100);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            others += rows.getInt(1);
          }
        }
      }
      return name + ", others " + others;
    }
  }

  /** One statement. */
  void putBack(int number) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      change(connection, Math.floorMod(number, PRODUCTS), 1);
    }
  }

  private static void change(Connection connection, int id, int by) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE products SET stock = stock + ? WHERE id = ?")) {
      update.setInt(1, by);
      update.setInt(2, id);
      update.executeUpdate();
    }
  }
}
