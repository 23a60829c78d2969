package com.example.shop.storefront;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Orders and their lines. */
class OrderDao {

  /** What {@link #totalOf} says of an order that does not exist. */
  static final int NO_SUCH_ORDER = -1;

  long insert(Connection connection, String customer, int totalCents) throws SQLException {
    String sql = "INSERT INTO orders (customer, total_cents) VALUES (?, ?)";
    try (PreparedStatement insert =
        connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, customer);
      insert.setInt(2, totalCents);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getLong("id");
      }
    }
  }

  void insertLines(Connection connection, long orderId, List<CartLine> lines) throws SQLException {
    String sql = "INSERT INTO order_lines (order_id, sku, quantity, price_cents) VALUES (?,?,?,?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (CartLine line : lines) {
        insert.setLong(1, orderId);
        insert.setString(2, line.getProduct().getSku());
        insert.setInt(3, line.getQuantity());
        insert.setInt(4, line.getProduct().getPriceCents());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  int totalOf(Connection connection, long orderId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT total_cents FROM orders WHERE id = ?")) {
      select.setLong(1, orderId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getInt("total_cents") : NO_SUCH_ORDER;
      }
    }
  }

  /** Slow enough to be worth an asynchronous page. */
  String salesOfToday(Connection connection) throws SQLException {
    String sql =
        "SELECT count(*), coalesce(sum(total_cents), 0) FROM orders"
            + " WHERE placed_at >= current_date";
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_sleep(0.05)");
      try (ResultSet rows = statement.executeQuery(sql)) {
        rows.next();
        return rows.getInt(1) + " orders, " + rows.getLong(2) + " cents";
      }
    }
  }
}
