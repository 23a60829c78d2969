package io.obsagent.weaving;

import java.io.File;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import javax.sql.DataSource;

/** Real calls into libraries that only the given class loader has: hence by reflection. */
final class LibraryCalls {
  private LibraryCalls() {}

  /** Good and bad statements of every kind, on a connection of the driver. */
  static void driver(ClassLoader library, String driver, String url) throws Exception {
    Driver loaded = (Driver) library.loadClass(driver).getDeclaredConstructor().newInstance();
    try (Connection connection = loaded.connect(url, new Properties())) {
      statements(connection);
    }
    loaded.connect("jdbc:another:database", new Properties());
    fails(() -> loaded.connect(null, null));
  }

  /** The same through a pool: two borrowings of one connection. */
  static void pool(ClassLoader library, String pool, String url) throws Exception {
    Object source = library.loadClass(pool).getDeclaredConstructor().newInstance();
    call(source, "setJdbcUrl", url);
    call(source, "setMaximumPoolSize", 1);
    Thread.currentThread().setContextClassLoader(library);
    call(source, "setDriverClassName", "org.h2.Driver");
    try (Connection connection = ((DataSource) source).getConnection()) {
      statements(connection);
    }
    try (Connection connection = ((DataSource) source).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE t");
    }
    call(source, "close");
  }

  private static void statements(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20))");
      statement.executeUpdate("INSERT INTO t VALUES (1, 'one')");
      statement.addBatch("INSERT INTO t VALUES (2, 'two')");
      statement.addBatch("INSERT INTO t VALUES (3, 'three')");
      statement.executeBatch();
      fails(() -> statement.executeQuery("SELECT nothing FROM nowhere"));
      fails(() -> statement.executeUpdate("INSERT INTO t VALUES (1, 'again')"));
    }
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      for (int i = 4; i < 7; i++) {
        insert.setInt(1, i);
        insert.setString(2, "number");
        insert.addBatch();
      }
      insert.executeBatch();
      insert.setInt(1, 7);
      insert.setString(2, "alone");
      insert.executeUpdate();
      fails(insert::executeUpdate);
    }
    try (PreparedStatement query = connection.prepareStatement("SELECT name FROM t WHERE id>?")) {
      query.setInt(1, 2);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          rows.getString(1);
        }
      }
      query.execute();
    }
    fails(() -> connection.prepareStatement("SELEC"));
    connection.isValid(1);
    connection.commit();
    connection.close();
    fails(connection::createStatement);
  }

  private interface Call {
    void run() throws Exception;
  }

  private static void fails(Call call) {
    try {
      call.run();
    } catch (Exception wanted) {
      // It shows in the events.
    }
  }

  /** Events of two levels, one with an exception, to an appender that reads the log context. */
  static void logback(ClassLoader library) throws Exception {
    Object context =
        library.loadClass("org.slf4j.LoggerFactory").getMethod("getILoggerFactory").invoke(null);
    call(context, "reset");
    Object logger = call(context, "getLogger", "shop");
    Object appender = create(library, "ch.qos.logback.core.read.ListAppender");
    call(appender, "setContext", context);
    call(appender, "start");
    call(logger, "addAppender", appender);
    call(logger, "info", "ordered");
    call(logger, "info", "ordered {}", "a book");
    call(logger, "error", "failed", new IllegalStateException("no books"));
    for (Object event : (Iterable<?>) appender.getClass().getField("list").get(appender)) {
      call(event, "getMDCPropertyMap");
      call(event, "getFormattedMessage");
    }
    call(context, "stop");
  }

  /** A file, one that is not there, and another method, through two filters and a servlet. */
  static void tomcat(ClassLoader library, Path directory) throws Exception {
    Files.writeString(directory.resolve("a.txt"), "content");
    String util = "org.apache.tomcat.util.descriptor.web.";
    // It can be set once in a JVM, and each class loader's Tomcat would want to.
    library
        .loadClass("org.apache.catalina.webresources.TomcatURLStreamHandlerFactory")
        .getMethod("disable")
        .invoke(null);
    Object tomcat = create(library, "org.apache.catalina.startup.Tomcat");
    call(tomcat, "setBaseDir", directory.toString());
    call(tomcat, "setPort", 0);
    Object connector = call(tomcat, "getConnector");
    call(connector, "setProperty", "maxThreads", "1");
    Object application = call(tomcat, "addContext", "", new File("" + directory).getPath());
    for (String filter : new String[] {"SetCharacterEncodingFilter", "AddDefaultCharsetFilter"}) {
      Object definition = create(library, util + "FilterDef");
      call(definition, "setFilterName", filter);
      call(definition, "setFilterClass", "org.apache.catalina.filters." + filter);
      call(definition, "addInitParameter", "encoding", "UTF-8");
      call(application, "addFilterDef", definition);
      Object mapping = create(library, util + "FilterMap");
      call(mapping, "setFilterName", filter);
      call(mapping, "addURLPattern", "/*");
      call(application, "addFilterMap", mapping);
    }
    Object servlet = create(library, "org.apache.catalina.servlets.DefaultServlet");
    Class<?> contextType = library.loadClass("org.apache.catalina.Context");
    for (Method method : tomcat.getClass().getMethods()) {
      if (method.getName().equals("addServlet")
          && method.getParameterCount() == 3
          && method.getParameterTypes()[0] == contextType
          && method.getParameterTypes()[2].isInstance(servlet)) {
        method.invoke(null, application, "default", servlet);
      }
    }
    call(application, "addServletMappingDecoded", "/", "default");
    call(tomcat, "start");
    String origin = "http://127.0.0.1:" + call(connector, "getLocalPort");
    request("GET", origin + "/a.txt");
    request("GET", origin + "/missing");
    request("DELETE", origin + "/a.txt");
    call(tomcat, "stop");
    call(tomcat, "destroy");
  }

  private static void request(String method, String url) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.getResponseCode();
    try (InputStream in = connection.getErrorStream()) {
      if (in != null) {
        in.readAllBytes();
      }
    }
  }

  private static Object create(ClassLoader library, String type) throws Exception {
    return library.loadClass(type).getDeclaredConstructor().newInstance();
  }

  /** The public method of this name that takes these, whatever class declares it. */
  static Object call(Object on, String name, Object... arguments) throws Exception {
    for (Method method : on.getClass().getMethods()) {
      if (method.getName().equals(name)
          && !method.isVarArgs()
          && method.getParameterCount() == arguments.length
          && takes(method.getParameterTypes(), arguments)) {
        return method.invoke(on, arguments);
      }
    }
    throw new NoSuchMethodException(on.getClass() + "." + name + Arrays.toString(arguments));
  }

  private static boolean takes(Class<?>[] types, Object[] arguments) {
    for (int i = 0; i < types.length; i++) {
      if (!types[i].isInstance(arguments[i]) && types[i] != int.class) {
        return false;
      }
    }
    return true;
  }
}
