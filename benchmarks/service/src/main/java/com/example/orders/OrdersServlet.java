package com.example.orders;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One kind of request each: what it does is its name. */
final class OrdersServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(OrdersServlet.class);

  /** What a request does. */
  interface Work {
    /** What to answer. */
    String with(int number) throws IOException, SQLException;
  }

  private final transient Work work;

  private final boolean logged;

  /**
   * @param logged whether each request writes a line of log
   */
  OrdersServlet(Work work, boolean logged) {
    this.work = work;
    this.logged = logged;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    int number = ThreadLocalRandom.current().nextInt(1_000_000);
    try {
      String answer = work.with(number);
      if (logged) {
        log.info("Answered {}", number);
      }
      response.setContentType("text/plain");
      response.setCharacterEncoding("UTF-8");
      response.getWriter().write(answer);
    } catch (SQLException e) {
      throw new ServletException(e);
    }
  }
}
