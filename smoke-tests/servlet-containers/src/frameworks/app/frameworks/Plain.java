package frameworks;

import java.io.IOException;
import javax.servlet.AsyncContext;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** A servlet without any framework that leads into one. */
public class Plain extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String path = request.getPathInfo();
    if (path.startsWith("/to/")) {
      request.getRequestDispatcher(path.substring(3)).forward(request, response);
    } else if (path.equals("/unavailable-later")) {
      AsyncContext async = request.startAsync();
      if (request.getDispatcherType() == javax.servlet.DispatcherType.ASYNC) {
        response.sendError(503);
        async.complete();
      } else {
        async.dispatch();
      }
    } else {
      response.getWriter().print("plain");
    }
  }
}
