package com.example.shop.storefront;

import java.io.IOException;
import java.sql.SQLException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code POST /checkout card=} redirects to the order's status page. */
public class CheckoutServlet extends ShopServlet {

  private static final long serialVersionUID = 1L;

  private static final int PAYMENT_REQUIRED = 402;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String card = request.getParameter("card");
    if (card == null || card.isEmpty()) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST, "A card is needed");
      return;
    }
    try {
      long orderId = service("checkout", CheckoutService.class).checkout(customer(request), card);
      response.sendRedirect(request.getContextPath() + "/order-status/" + orderId);
    } catch (CheckoutRefusedException e) {
      explain(request, response, HttpServletResponse.SC_CONFLICT, e.getMessage());
    } catch (PaymentDeclinedException e) {
      explain(request, response, PAYMENT_REQUIRED, "The bank says: " + e.getMessage());
    } catch (SQLException | IOException e) {
      throw new ServletException("The checkout failed", e);
    }
  }
}
