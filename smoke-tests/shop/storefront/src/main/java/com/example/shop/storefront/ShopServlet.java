package com.example.shop.storefront;

import com.example.shop.common.ErrorServlet;
import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** What all pages of the storefront need. */
abstract class ShopServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  <T> T service(String name, Class<T> type) {
    return type.cast(getServletContext().getAttribute(name));
  }

  /** Call centre agents pass the customer's name; everybody else is known by the session. */
  static String customer(HttpServletRequest request) {
    String customer = request.getParameter("customer");
    return customer != null ? customer : request.getSession().getId();
  }

  /** Forwards to the error page with a status and something to read. */
  static void explain(
      HttpServletRequest request, HttpServletResponse response, int status, String message)
      throws ServletException, IOException {
    response.setStatus(status);
    request.setAttribute(ErrorServlet.MESSAGE, message);
    request.getRequestDispatcher("/error").forward(request, response);
  }
}
