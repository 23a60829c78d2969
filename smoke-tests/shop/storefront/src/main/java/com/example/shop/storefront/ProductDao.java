package com.example.shop.storefront;

import com.example.shop.common.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/** Products. */
class ProductDao {

  private final DataSource dataSource;

  ProductDao(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  List<Product> findByCategory(String category) throws SQLException {
    String sql = "SELECT sku, name, price_cents FROM products WHERE category = ? ORDER BY name";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, category);
      try (ResultSet rows = select.executeQuery()) {
        return products(rows);
      }
    }
  }

  List<Product> findAll() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT sku, name, price_cents FROM products ORDER BY name")) {
      return products(rows);
    }
  }

  /** The search is slow, and still glues its words into the SQL. */
  List<Product> search(String words) throws SQLException {
    String sql =
        "SELECT sku, name, price_cents FROM products, pg_sleep("
            + Settings.searchSeconds()
            + ") WHERE lower(name) LIKE '%"
            + words.toLowerCase(Locale.ROOT).replace("'", "''")
            + "%' ORDER BY name";
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return products(rows);
    }
  }

  /** Locks the row until the end of the transaction, so that nobody sells the last one twice. */
  int lockStock(Connection connection, String sku) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT stock FROM products WHERE sku = ? FOR UPDATE")) {
      select.setString(1, sku);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getInt("stock") : 0;
      }
    }
  }

  void takeFromStock(Connection connection, String sku, int quantity) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE products SET stock = stock - ? WHERE sku = ?")) {
      update.setInt(1, quantity);
      update.setString(2, sku);
      update.executeUpdate();
    }
  }

  private static List<Product> products(ResultSet rows) throws SQLException {
    List<Product> products = new ArrayList<>();
    while (rows.next()) {
      products.add(
          new Product(rows.getString("sku"), rows.getString("name"), rows.getInt("price_cents")));
    }
    return products;
  }
}
