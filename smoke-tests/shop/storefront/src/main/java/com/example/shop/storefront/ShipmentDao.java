package com.example.shop.storefront;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The table through which the storefront hands orders to fulfilment. */
class ShipmentDao {

  /** Part of the caller's transaction: an order that is not committed is never shipped. */
  void enqueue(Connection connection, long orderId) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO shipments (order_id) VALUES (?)")) {
      insert.setLong(1, orderId);
      insert.executeUpdate();
    }
  }

  /** WAITING, SHIPPED, or UNKNOWN for an order nobody asked us to ship. */
  String stateOf(Connection connection, long orderId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT state FROM shipments WHERE order_id = ?")) {
      select.setLong(1, orderId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getString("state") : "UNKNOWN";
      }
    }
  }
}
