package com.example.shop.storefront;

import com.example.shop.common.Page;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;

/** {@code GET /order-status/<number>}. */
public class OrderStatusServlet extends ShopServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String path = request.getPathInfo();
    if (path == null || !path.matches("/\\d{1,18}")) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST, "Orders have numbers");
      return;
    }
    long orderId = Long.parseLong(path.substring(1));
    try (Connection connection = service("dataSource", DataSource.class).getConnection()) {
      int total = service("orders", OrderDao.class).totalOf(connection, orderId);
      if (total == OrderDao.NO_SUCH_ORDER) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND, "No such order");
        return;
      }
      String state = service("shipments", ShipmentDao.class).stateOf(connection, orderId);
      Page.begin(response, "Order " + orderId).row(Page.money(total), state).end();
    } catch (SQLException e) {
      throw new ServletException("The order cannot be read", e);
    }
  }
}
