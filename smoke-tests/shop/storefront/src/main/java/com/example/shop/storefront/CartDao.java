package com.example.shop.storefront;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Carts live in the database: the shop once ran on two servers. */
class CartDao {

  private final DataSource dataSource;

  CartDao(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  void add(String customer, String sku, int quantity) throws SQLException {
    String sql =
        "INSERT INTO cart_lines (customer, sku, quantity) VALUES (?, ?, ?)"
            + " ON CONFLICT (customer, sku)"
            + " DO UPDATE SET quantity = cart_lines.quantity + excluded.quantity";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, customer);
      insert.setString(2, sku);
      insert.setInt(3, quantity);
      insert.executeUpdate();
    }
  }

  List<CartLine> find(String customer) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return find(connection, customer);
    }
  }

  /** In the order of the SKUs: checkouts lock products in this order and never deadlock. */
  List<CartLine> find(Connection connection, String customer) throws SQLException {
    String sql =
        "SELECT p.sku, p.name, p.price_cents, c.quantity"
            + " FROM cart_lines c JOIN products p ON p.sku = c.sku"
            + " WHERE c.customer = ? ORDER BY p.sku";
    List<CartLine> lines = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, customer);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Product product = new Product(rows.getString(1), rows.getString(2), rows.getInt(3));
          lines.add(new CartLine(product, rows.getInt(4)));
        }
      }
    }
    return lines;
  }

  void clear(Connection connection, String customer) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM cart_lines WHERE customer = ?")) {
      delete.setString(1, customer);
      delete.executeUpdate();
    }
  }
}
