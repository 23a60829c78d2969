package com.example;

import java.net.Socket;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.Callable;

/** An application with a database, and what it may not do. */
public final class Books {
  private Books() {}

  public static void main(String[] args) throws Exception {
    Driver driver = (Driver) Class.forName("org.h2.Driver").getDeclaredConstructor().newInstance();
    try (Connection connection = driver.connect("jdbc:h2:mem:books", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE book (id INT PRIMARY KEY)");
      System.out.println("inserted " + statement.executeUpdate("INSERT INTO book VALUES (1)"));
    }
    attempt("property", () -> System.getProperty("a.secret"));
    attempt("socket", () -> new Socket("127.0.0.1", 9));
    attempt("reflection", () -> setAccessible());
    attempt("agent", () -> enterTheAgent());
  }

  private static Object setAccessible() throws Exception {
    Object.class.getDeclaredMethod("clone").setAccessible(true);
    return null;
  }

  /** Its entry from the boot class path: where it can be called at all, it does nothing. */
  private static Object enterTheAgent() throws Exception {
    Class<?> entry = Class.forName("io.obsagent.agent.SecuredEntry");
    for (java.lang.reflect.Method method : entry.getMethods()) {
      if (method.getName().equals("start")) {
        method.invoke(null, null, null, "/no/such.jar");
      }
    }
    return System.getProperty("a.secret");
  }

  private static void attempt(String what, Callable<?> action) {
    try {
      action.call();
      System.out.println(what + " allowed");
    } catch (SecurityException denied) {
      System.out.println(what + " denied");
    } catch (Exception other) {
      System.out.println(what + " " + other);
    }
  }
}
