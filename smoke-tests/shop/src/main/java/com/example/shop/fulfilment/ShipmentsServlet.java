package com.example.shop.fulfilment;

import com.example.shop.common.Page;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;

/** How much has left the house. */
public class ShipmentsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    ShipmentDao shipments = (ShipmentDao) getServletContext().getAttribute("shipments");
    DataSource dataSource = (DataSource) getServletContext().getAttribute("dataSource");
    try (Connection connection = dataSource.getConnection()) {
      int shipped = shipments.countShipped(connection);
      Page.begin(response, "Shipments").text(shipped + " shipped").end();
    } catch (SQLException e) {
      throw new ServletException("The shipments cannot be read", e);
    }
  }
}
