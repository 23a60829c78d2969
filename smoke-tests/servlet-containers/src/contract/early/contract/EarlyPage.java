package contract;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** A page of the contract application as {@code web.xml} declares it, before Servlet 3.0. */
public class EarlyPage extends HttpServlet {
  private static final long serialVersionUID = 1;

  private transient Page page;

  @Override
  public void init() {
    page = page(getInitParameter("page"));
    Work.prepare();
  }

  private static Page page(String name) {
    switch (name) {
      case "sync":
        return Pages.SYNC;
      case "body":
        return Pages.BODY;
      case "parameters":
        return Pages.PARAMETERS;
      case "attributes":
        return Pages.ATTRIBUTES;
      case "status":
        return Pages.STATUS;
      case "send-error":
        return Pages.SEND_ERROR;
      case "redirect":
        return Pages.REDIRECT;
      case "throw":
        return Pages.THROW;
      case "throw-committed":
        return Pages.THROW_COMMITTED;
      case "forward":
        return Pages.FORWARD;
      case "include":
        return Pages.INCLUDE;
      case "part":
        return Pages.PART;
      case "oops":
        return Pages.ERROR_PAGE;
      default:
        return Pages.NOTHING_HERE;
    }
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
