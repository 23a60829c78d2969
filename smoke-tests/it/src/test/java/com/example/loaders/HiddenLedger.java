package com.example.loaders;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The ledger's three statements. */
final class HiddenLedger implements Runnable {

  private final String url;

  HiddenLedger(String url) {
    this.url = url;
  }

  @Override
  public void run() {
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE entries (amount INTEGER)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO entries (amount) VALUES (?)")) {
        insert.setInt(1, 42);
        insert.executeUpdate();
      }
      try (ResultSet rows = statement.executeQuery("SELECT sum(amount) FROM entries")) {
        rows.next();
        System.out.println("balance " + rows.getLong(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
