package com.example.shop.storefront;

import com.example.shop.common.Page;
import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code GET /cards[?currency=…]}: what can be paid with, as the payment system knows it today. */
public class CardsServlet extends ShopServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PaymentService payments = service("payments", PaymentService.class);
    String[] asked = request.getParameterValues("currency");
    Page page = Page.begin(response, "We accept");
    for (String currency : asked != null ? asked : new String[] {"EUR"}) {
      page.row(currency, payments.acceptedCards(currency));
    }
    page.end();
  }
}
