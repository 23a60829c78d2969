package frameworks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Something a page does that shows up in its trace: a query on a table of a telling name. */
public final class Work {
  private Work() {}

  /** Public for the JSPs. */
  public static void on(String table) {
    try {
      // The driver in a WAR is not announced to the JVM.
      Class.forName("org.h2.Driver");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:mem:frameworks;DB_CLOSE_DELAY=-1");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS " + table + " (id INT)");
      statement.executeQuery("SELECT * FROM " + table).close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
