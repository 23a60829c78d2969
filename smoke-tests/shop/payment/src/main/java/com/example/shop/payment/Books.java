package com.example.shop.payment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.dbcp2.BasicDataSource;

/** Who paid how much, through a pool of DBCP connections. */
class Books {

  /** Storefront and fulfilment take the same lock before they look for their tables. */
  private static final String SCHEMA_LOCK = "SELECT pg_advisory_xact_lock(20150401)";

  private static final String[] SCHEMA = {
    "CREATE TABLE IF NOT EXISTS payments (id BIGSERIAL PRIMARY KEY, order_id BIGINT NOT NULL,"
        + " amount_cents INTEGER NOT NULL, card VARCHAR(19) NOT NULL,"
        + " CONSTRAINT card_accepted_by_bank CHECK (card <> '4000000000000002'))",
    "CREATE TABLE IF NOT EXISTS cards (name VARCHAR(20) PRIMARY KEY)",
    "INSERT INTO cards (name) VALUES ('Visa'), ('Mastercard') ON CONFLICT (name) DO NOTHING"
  };

  private final BasicDataSource pool;

  private Books(BasicDataSource pool) {
    this.pool = pool;
  }

  static Books open() throws SQLException {
    BasicDataSource pool = new BasicDataSource();
    pool.setUrl(System.getProperty("shop.jdbc.url", "jdbc:postgresql://127.0.0.1:5432/shop"));
    pool.setUsername(System.getProperty("shop.jdbc.user", "shop"));
    pool.setPassword(System.getProperty("shop.jdbc.password", "shop"));
    pool.setMaxTotal(Integer.getInteger("shop.jdbc.pool", 10));
    Books books = new Books(pool);
    books.createSchema();
    return books;
  }

  private void createSchema() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(SCHEMA_LOCK);
        for (String command : SCHEMA) {
          statement.execute(command);
        }
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  /** Returns the number of the payment. */
  long book(long orderId, int amountCents, String card) throws SQLException {
    String sql = "INSERT INTO payments (order_id, amount_cents, card) VALUES (?, ?, ?)";
    try (Connection connection = pool.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      insert.setLong(1, orderId);
      insert.setInt(2, amountCents);
      insert.setString(3, card);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getLong("id");
      }
    }
  }

  List<String> cards() throws SQLException {
    List<String> cards = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM cards ORDER BY name")) {
      while (rows.next()) {
        cards.add(rows.getString(1));
      }
    }
    return cards;
  }

  void close() throws SQLException {
    pool.close();
  }
}
