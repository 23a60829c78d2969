package contract;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** An ordinary servlet around a page. */
class PageServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Page page;

  PageServlet(Page page) {
    this.page = page;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    try {
      page.answer(request, response);
    } catch (RuntimeException | IOException | ServletException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }
}
