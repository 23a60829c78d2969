package com.example.shop.payment;

import java.io.IOException;
import java.sql.SQLException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code GET /cards}: which cards are accepted, today the same ones in every currency. */
class CardsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Books books;

  CardsServlet(Books books) {
    this.books = books;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setContentType("text/plain;charset=UTF-8");
    try {
      response.getWriter().println(String.join(", ", books.cards()));
    } catch (SQLException e) {
      throw new ServletException("The cards cannot be read", e);
    }
  }
}
