package com.example.shop.fulfilment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The table through which the storefront hands orders to fulfilment. */
public class ShipmentDao {

  /** Part of the caller's transaction: an order that is not committed is never shipped. */
  public void enqueue(Connection connection, long orderId) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO shipments (order_id) VALUES (?)")) {
      insert.setLong(1, orderId);
      insert.executeUpdate();
    }
  }

  /** WAITING, SHIPPED, or UNKNOWN for an order nobody asked us to ship. */
  public String stateOf(Connection connection, long orderId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT state FROM shipments WHERE order_id = ?")) {
      select.setLong(1, orderId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getString("state") : "UNKNOWN";
      }
    }
  }

  /** Ships up to ten waiting orders and returns their numbers. */
  public List<Long> shipWaiting(Connection connection) throws SQLException {
    String sql =
        "UPDATE shipments SET state = 'SHIPPED', shipped_at = now() WHERE order_id IN"
            + " (SELECT order_id FROM shipments WHERE state = 'WAITING'"
            + " ORDER BY order_id LIMIT 10 FOR UPDATE SKIP LOCKED) RETURNING order_id";
    List<Long> shipped = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        shipped.add(rows.getLong(1));
      }
    }
    return shipped;
  }

  public int countShipped(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT count(*) FROM shipments WHERE state = 'SHIPPED'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
