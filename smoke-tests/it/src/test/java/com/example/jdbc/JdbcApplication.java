package com.example.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Uses a database in every way JDBC has, and says on stdout which spans that should make: one line
 * {@code expect|name|outcome|batch size} for each, in order. Knows nothing of any agent.
 *
 * <p>Arguments: URL, user, password, pool.
 */
public final class JdbcApplication {
  private static final String SECRET = "S3CRET";

  private interface Call {
    void run() throws SQLException;
  }

  private final Dialect dialect;
  private final Connection connection;
  private int nextId = 100;

  private JdbcApplication(Dialect dialect, Connection connection) {
    this.dialect = dialect;
    this.connection = connection;
  }

  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    String user = arguments[1];
    String password = arguments[2];
    Dialect dialect = Dialect.of(url);
    refused(url, dialect);
    if (arguments[3].equals("druid")) {
      // It tries each new connection out.
      System.out.println("maybe|SELECT|UNSET|");
    }
    try (Pools pool = Pools.open(arguments[3], url, user, password)) {
      try (Connection connection = pool.connection()) {
        JdbcApplication application = new JdbcApplication(dialect, connection);
        application.tables();
        application.plain();
        application.prepared();
        application.batches();
        application.keys();
        application.callables();
        application.failures();
        application.affairs();
        application.elsewhere();
        application.slow();
      }
      try (Connection connection = pool.connection()) {
        new JdbcApplication(dialect, connection).again();
      }
    }
    System.out.println("done");
  }

  /** A connection that is not to be had is no span. */
  private static void refused(String url, Dialect dialect) {
    if (dialect == Dialect.POSTGRESQL || dialect == Dialect.MARIADB) {
      try {
        DriverManager.getConnection(url, "nobody", "S3CRET").close();
        throw new IllegalStateException("nobody was let in");
      } catch (SQLException refused) {
        System.out.println("refused");
      }
    }
  }

  private static void expect(String name, boolean failed, Integer batch) {
    String outcome = failed ? "ERROR" : "UNSET";
    System.out.println("expect|" + name + "|" + outcome + "|" + (batch == null ? "" : batch));
  }

  /** Runs a call that may fail where a driver does not support it: a failed span is a span too. */
  private static void step(String name, Call call) {
    step(name, null, call);
  }

  private static void step(String name, Integer batch, Call call) {
    boolean failed = false;
    try {
      call.run();
    } catch (SQLException | RuntimeException thrown) {
      failed = true;
    }
    expect(name, failed, batch);
  }

  private void tables() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      step(
          "CREATE TABLE orders",
          () ->
              statement.execute(
                  "CREATE TABLE orders (id INT NOT NULL PRIMARY KEY, name VARCHAR(40))"));
      if (dialect == Dialect.MARIADB) {
        step(
            "CREATE PROCEDURE touch",
            () ->
                statement.execute(
                    "CREATE PROCEDURE touch(IN n VARCHAR(40)) UPDATE orders SET name = n"));
      }
    }
  }

  private String insert() {
    return "INSERT INTO orders VALUES (" + nextId++ + ", '" + SECRET + "')";
  }

  private void plain() throws SQLException {
    try (Statement s = connection.createStatement()) {
      step("INSERT orders", () -> s.execute(insert()));
      step("INSERT orders", () -> s.executeUpdate(insert()));
      step("INSERT orders", () -> s.execute(insert(), Statement.NO_GENERATED_KEYS));
      step("INSERT orders", () -> s.executeUpdate(insert(), Statement.NO_GENERATED_KEYS));
      step(
          "SELECT orders",
          () -> s.executeQuery("SELECT id FROM orders WHERE name = '" + SECRET + "'").close());
      step("SELECT orders", () -> s.execute("SELECT id FROM orders WHERE id = 471147"));
    }
    try (Statement s =
        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      step("SELECT orders", () -> s.executeQuery("SELECT id FROM orders").close());
    }
  }

  private void prepared() throws SQLException {
    try (PreparedStatement s = connection.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
      for (int i = 0; i < 2; i++) {
        parameters(s);
        step("INSERT orders", s::executeUpdate);
      }
      parameters(s);
      step("INSERT orders", s::execute);
    }
    try (PreparedStatement s =
        connection.prepareStatement("SELECT id FROM orders WHERE name = ? AND id <> 471147")) {
      s.setString(1, SECRET);
      step(
          "SELECT orders",
          () -> {
            try (ResultSet rows = s.executeQuery()) {
              rows.next();
              rows.getStatement();
            }
          });
    }
    try (PreparedStatement s =
        connection.prepareStatement("SELECT id FROM orders WHERE name = '" + SECRET + "'")) {
      step("SELECT orders", () -> s.executeQuery().close());
    }
  }

  private void parameters(PreparedStatement statement) throws SQLException {
    statement.setInt(1, nextId++);
    statement.setString(2, SECRET);
  }

  private void batches() throws SQLException {
    try (PreparedStatement s = connection.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
      for (int i = 0; i < 3; i++) {
        parameters(s);
        s.addBatch();
      }
      step("BATCH INSERT orders", 3, s::executeBatch);
      parameters(s);
      s.addBatch();
      s.clearBatch();
      parameters(s);
      s.addBatch();
      step("INSERT orders", s::executeBatch);
    }
    try (Statement s = connection.createStatement()) {
      s.addBatch(insert());
      s.addBatch(insert());
      step("BATCH INSERT orders", 2, s::executeBatch);
      s.addBatch(insert());
      s.addBatch("UPDATE orders SET name = '" + SECRET + "' WHERE id = 471147");
      step("BATCH", 2, s::executeBatch);
    }
    try (PreparedStatement s = connection.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
      for (int i = 0; i < 2; i++) {
        s.setInt(1, 1);
        s.setString(2, SECRET);
        s.addBatch();
      }
      step("BATCH INSERT orders", 2, s::executeBatch);
    }
  }

  private void keys() throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "INSERT INTO orders VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
      parameters(s);
      step("INSERT orders", s::executeUpdate);
      ResultSet keys = s.getGeneratedKeys();
      if (keys != null) {
        keys.close();
      }
    }
  }

  private void callables() throws SQLException {
    if (dialect.call == null) {
      return;
    }
    try (CallableStatement s = connection.prepareCall(dialect.call)) {
      if (dialect.call.indexOf('?') >= 0) {
        s.setString(1, SECRET);
      }
      String name = dialect.call.replaceAll("[{}]", "").replaceAll("\\(.*", "");
      step(name, s::execute);
    }
  }

  private void failures() throws SQLException {
    try (Statement s = connection.createStatement()) {
      step(
          "INSERT orders",
          () -> s.executeUpdate("INSERT INTO orders VALUES (100, '" + SECRET + "')"));
      step(
          "SELECT nowhere",
          () -> s.executeQuery("SELECT x FROM nowhere WHERE a = '" + SECRET + "'"));
    }
    PreparedStatement closed = connection.prepareStatement("DELETE FROM orders WHERE id = 471147");
    closed.close();
    try {
      closed.executeUpdate();
      throw new IllegalStateException("a closed statement was executed");
    } catch (SQLException expected) {
      // Some pools answer themselves, from a proxy that no statement stands behind.
      System.out.println("maybe|DELETE orders|ERROR|");
    }
  }

  /** What drivers and pools do with statements of their own. */
  private void affairs() throws SQLException {
    connection.isValid(1);
    connection.getCatalog();
    connection.getWarnings();
    connection.getSchema();
    connection.setReadOnly(connection.isReadOnly());
    connection.setTransactionIsolation(connection.getTransactionIsolation());
    connection.setAutoCommit(false);
    connection.rollback();
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void elsewhere() throws Exception {
    try (PreparedStatement s = connection.prepareStatement("DELETE FROM orders WHERE id = ?")) {
      FutureTask<Integer> task =
          new FutureTask<>(
              () -> {
                s.setInt(1, 471147);
                return s.executeUpdate();
              });
      new Thread(task).start();
      task.get();
      expect("DELETE orders", false, null);
    }
  }

  /** Cancelled by its caller, which is no failure; and timed out, which is one. */
  private void slow() throws Exception {
    if (dialect.slow == null) {
      return;
    }
    try (Statement s = connection.createStatement()) {
      CountDownLatch over = new CountDownLatch(1);
      Thread canceller =
          new Thread(
              () -> {
                try {
                  while (!over.await(200, TimeUnit.MILLISECONDS)) {
                    s.cancel();
                  }
                } catch (InterruptedException | SQLException stopped) {
                  System.out.println("cannot cancel: " + stopped);
                }
              });
      canceller.start();
      boolean cancelled = false;
      try {
        s.executeQuery(dialect.slow).close();
      } catch (SQLException thrown) {
        cancelled = true;
      }
      over.countDown();
      canceller.join();
      System.out.println("cancelled: " + cancelled);
      System.out.println("slow|UNSET|");
    }
    closedWhileRunning();
    if (dialect != Dialect.SQLITE) {
      try (Statement s = connection.createStatement()) {
        s.setQueryTimeout(1);
        boolean failed = false;
        try {
          s.executeQuery(dialect.slow).close();
        } catch (SQLException timedOut) {
          failed = true;
        }
        System.out.println("slow|" + (failed ? "ERROR" : "UNSET") + "|");
      }
    }
  }

  /** Another thread closes the statement; drivers interrupt it, or let it finish first. */
  private void closedWhileRunning() throws Exception {
    Statement s = connection.createStatement();
    CountDownLatch over = new CountDownLatch(1);
    Thread closer =
        new Thread(
            () -> {
              try {
                if (!over.await(200, TimeUnit.MILLISECONDS)) {
                  s.close();
                }
              } catch (InterruptedException | SQLException stopped) {
                System.out.println("cannot close: " + stopped);
              }
            });
    closer.start();
    boolean failed = false;
    try {
      s.executeQuery(dialect.brief).close();
    } catch (SQLException closed) {
      failed = true;
    } catch (NullPointerException emptied) {
      // H2 returns a field, which the close that waited for the query has emptied if it was
      // quicker.
      System.out.println("H2 returned null");
    }
    over.countDown();
    closer.join();
    s.close();
    System.out.println("closed|" + (failed ? "ERROR" : "UNSET") + "|");
  }

  private void again() throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement("SELECT name FROM orders WHERE id = ?")) {
      s.setInt(1, 100);
      step("SELECT orders", () -> s.executeQuery().close());
    }
  }
}
