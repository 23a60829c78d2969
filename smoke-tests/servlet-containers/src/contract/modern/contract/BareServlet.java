package contract;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.ServletConfig;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;

/** A servlet that extends nothing and does not keep its configuration. */
class BareServlet implements Servlet {
  @Override
  public void init(ServletConfig config) {}

  @Override
  public ServletConfig getServletConfig() {
    return null;
  }

  @Override
  public void service(ServletRequest request, ServletResponse response) throws IOException {
    response.getWriter().print("bare");
  }

  @Override
  public String getServletInfo() {
    return "";
  }

  @Override
  public void destroy() {}
}
