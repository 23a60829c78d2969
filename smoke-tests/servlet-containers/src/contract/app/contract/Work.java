package contract;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Something a page does that shows up in its trace: a query on a table of a telling name. */
final class Work {
  private static final String URL = "jdbc:h2:mem:contract;DB_CLOSE_DELAY=-1";
  private static final String[] TABLES = {
    "sync", "part", "forwarded", "error_page", "async_start", "async_target",
  };

  private Work() {}

  static void prepare() {
    try {
      Class.forName("org.h2.Driver");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute("CREATE TABLE IF NOT EXISTS " + table + " (id INT)");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void on(String table) {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
      while (rows.next()) {
        rows.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
