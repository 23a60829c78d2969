package com.example.shop.payment;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * {@code POST /bank/authorise card= amount=} answers yes or no: the bank's test system, at home.
 */
class BankSimulator extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** The test card with an empty account. */
  private static final String EMPTY_ACCOUNT = "4000000000009995";

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().print(EMPTY_ACCOUNT.equals(request.getParameter("card")) ? "no" : "yes");
  }
}
