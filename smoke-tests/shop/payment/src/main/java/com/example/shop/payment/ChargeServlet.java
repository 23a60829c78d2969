package com.example.shop.payment;

import java.io.IOException;
import java.sql.SQLException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** {@code POST /charge order= amount= card=} answers with the number of the payment. */
class ChargeServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final Logger log = LogManager.getLogger(ChargeServlet.class);

  private static final int PAYMENT_REQUIRED = 402;

  private final transient Books books;
  private final transient Bank bank;

  ChargeServlet(Books books, Bank bank) {
    this.books = books;
    this.bank = bank;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setContentType("text/plain;charset=UTF-8");
    try {
      long order = Long.parseLong(request.getParameter("order"));
      int amount = Integer.parseInt(request.getParameter("amount"));
      String card = request.getParameter("card");
      if (!bank.authorises(card, amount)) {
        log.warn("Payment for order {} declined", order);
        response.setStatus(PAYMENT_REQUIRED);
        response.getWriter().println("Insufficient funds");
        return;
      }
      long payment = books.book(order, amount, card);
      log.info("Charged {} cents for order {}", amount, order);
      response.getWriter().println(payment);
    } catch (NumberFormatException e) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST, "order and amount are numbers");
    } catch (SQLException e) {
      throw new ServletException("The payment could not be booked", e);
    }
  }
}
