package com.example.warehouse;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /stock} tells how many items there are, and by which driver it knows. */
public class StockServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final Logger log = LoggerFactory.getLogger(StockServlet.class);

  @Override
  public void init() throws ServletException {
    try {
      Class.forName("org.postgresql.Driver");
    } catch (ClassNotFoundException e) {
      throw new ServletException("WEB-INF/lib has no driver", e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try (Connection connection =
            DriverManager.getConnection(
                System.getProperty("warehouse.url"),
                System.getProperty("warehouse.user"),
                System.getProperty("warehouse.password"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_catalog.pg_class")) {
      rows.next();
      String version = connection.getMetaData().getDriverVersion();
      log.info("{} asked driver {}", request.getContextPath(), version);
      response.setContentType("text/plain");
      response.getWriter().println(rows.getLong(1) > 0 ? version : "empty");
    } catch (SQLException e) {
      throw new ServletException(e);
    }
  }
}
