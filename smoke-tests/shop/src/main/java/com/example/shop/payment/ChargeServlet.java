package com.example.shop.payment;

import java.io.IOException;
import java.sql.SQLException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code POST /charge order= amount= card=} answers with the number of the payment. */
public class ChargeServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final int PAYMENT_REQUIRED = 402;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    PaymentService payments = (PaymentService) getServletContext().getAttribute("payments");
    response.setContentType("text/plain;charset=UTF-8");
    try {
      long order = Long.parseLong(request.getParameter("order"));
      int amount = Integer.parseInt(request.getParameter("amount"));
      response.getWriter().println(payments.charge(order, amount, request.getParameter("card")));
    } catch (NumberFormatException e) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST, "order and amount are numbers");
    } catch (PaymentDeclinedException e) {
      response.setStatus(PAYMENT_REQUIRED);
      response.getWriter().println(e.getMessage());
    } catch (SQLException e) {
      throw new ServletException("The payment could not be booked", e);
    }
  }
}
