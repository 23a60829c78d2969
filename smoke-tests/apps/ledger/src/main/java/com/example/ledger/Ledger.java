package com.example.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/**
 * Books some entries and prints the balance: three statements of three kinds.
 *
 * <p>Arguments: the driver's class, the JDBC URL, and {@code wait} to stay after that until
 * somebody ends the process.
 */
public final class Ledger {

  private Ledger() {}

  public static void main(String[] args)
      throws ClassNotFoundException, SQLException, InterruptedException {
    Class.forName(args[0]);
    try (Connection connection = DriverManager.getConnection(args[1], "sa", "")) {
      System.out.println("balance " + book(connection));
    }
    if (args.length > 2 && args[2].equals("wait")) {
      System.out.println("waiting");
      new CountDownLatch(1).await();
    }
  }

  private static long book(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS entries (amount INTEGER)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO entries (amount) VALUES (?)")) {
      insert.setInt(1, 42);
      insert.executeUpdate();
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT sum(amount) FROM entries")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
