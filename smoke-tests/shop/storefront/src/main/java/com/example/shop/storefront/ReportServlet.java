package com.example.shop.storefront;

import com.example.shop.common.Page;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import javax.servlet.AsyncContext;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /report}: computed on another thread, so that the request threads stay free. */
public class ReportServlet extends ShopServlet {

  private static final long serialVersionUID = 1L;

  private static final Logger log = LoggerFactory.getLogger(ReportServlet.class);

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    async.setTimeout(10_000);
    service("reportThreads", ExecutorService.class).execute(() -> answer(async));
  }

  private void answer(AsyncContext async) {
    HttpServletResponse response = (HttpServletResponse) async.getResponse();
    try (Connection connection = service("dataSource", DataSource.class).getConnection()) {
      String sales = service("orders", OrderDao.class).salesOfToday(connection);
      log.info("Sales of today: {}", sales);
      Page.begin(response, "Today's sales").text(sales).end();
    } catch (SQLException | IOException e) {
      log.error("The report failed", e);
      response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    } finally {
      async.complete();
    }
  }
}
