package com.example.shop.storefront;

import com.example.shop.common.Page;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code GET /catalogue[?category=]}. */
public class CatalogueServlet extends ShopServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String category = request.getParameter("category");
    ProductDao products = service("products", ProductDao.class);
    try {
      List<Product> found =
          category == null ? products.findAll() : products.findByCategory(category);
      Page page = Page.begin(response, "Catalogue");
      for (Product product : found) {
        page.row(product.getSku(), product.getName(), Page.money(product.getPriceCents()));
      }
      page.end();
    } catch (SQLException e) {
      throw new ServletException("The catalogue cannot be read", e);
    }
  }
}
