package com.example.shop.storefront;

import com.example.shop.common.Page;
import java.io.IOException;
import java.sql.SQLException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code GET /cart} lists it, {@code POST /cart sku= [quantity=]} adds to it. */
public class CartServlet extends ShopServlet {

  private static final long serialVersionUID = 1L;

  /** PostgreSQL: a foreign key points nowhere, here to a product we do not have. */
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      show(customer(request), response);
    } catch (SQLException e) {
      throw new ServletException("The cart cannot be read", e);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String quantity = request.getParameter("quantity");
    try {
      String customer = customer(request);
      int count = quantity == null ? 1 : Integer.parseInt(quantity);
      service("carts", CartDao.class).add(customer, request.getParameter("sku"), count);
      show(customer, response);
    } catch (NumberFormatException e) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST, "How many?");
    } catch (SQLException e) {
      if (FOREIGN_KEY_VIOLATION.equals(e.getSQLState())) {
        explain(request, response, HttpServletResponse.SC_NOT_FOUND, "We do not sell that.");
        return;
      }
      throw new ServletException("Nothing was put into the cart", e);
    }
  }

  private void show(String customer, HttpServletResponse response)
      throws SQLException, IOException {
    Page page = Page.begin(response, "Your cart");
    for (CartLine line : service("carts", CartDao.class).find(customer)) {
      page.row(
          line.getProduct().getName(),
          Integer.toString(line.getQuantity()),
          Page.money(line.getTotalCents()));
    }
    page.end();
  }
}
