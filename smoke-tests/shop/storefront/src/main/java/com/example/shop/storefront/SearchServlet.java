package com.example.shop.storefront;

import com.example.shop.common.Page;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /search?q=}: the slow page everybody complains about. */
public class SearchServlet extends ShopServlet {

  private static final long serialVersionUID = 1L;

  private static final Logger log = LoggerFactory.getLogger(SearchServlet.class);

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String words = request.getParameter("q");
    if (words == null || words.isEmpty()) {
      explain(request, response, HttpServletResponse.SC_BAD_REQUEST, "Search for what?");
      return;
    }
    try {
      List<Product> found = service("products", ProductDao.class).search(words);
      log.info("Search found {} products", found.size());
      Page page = Page.begin(response, "Found " + found.size());
      for (Product product : found) {
        page.row(product.getSku(), product.getName(), Page.money(product.getPriceCents()));
      }
      page.end();
    } catch (SQLException e) {
      throw new ServletException("The search failed", e);
    }
  }
}
