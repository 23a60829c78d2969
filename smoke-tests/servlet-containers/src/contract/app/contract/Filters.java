package contract;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpServletResponseWrapper;

/** What legacy applications have in front of their servlets. */
final class Filters {
  private Filters() {}

  abstract static class Base implements Filter {
    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}
  }

  static final class Wrapping extends Base {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      chain.doFilter(
          new HttpServletRequestWrapper((HttpServletRequest) request),
          new HttpServletResponseWrapper((HttpServletResponse) response));
    }
  }

  static final class Guard extends Base {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException {
      ((HttpServletResponse) response).setStatus(401);
      response.getWriter().print("who are you?");
    }
  }

  static final class Rewriting extends Base {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      request.getRequestDispatcher("/part").forward(request, response);
    }
  }

  /** Lets another thread do the work and waits for it. */
  static final class HandOver extends Base {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      AtomicReference<Exception> failed = new AtomicReference<>();
      Thread worker =
          new Thread(
              () -> {
                try {
                  chain.doFilter(request, response);
                } catch (Exception e) {
                  failed.set(e);
                }
              },
              "worker");
      worker.start();
      try {
        worker.join();
      } catch (InterruptedException e) {
        throw new ServletException(e);
      }
      if (failed.get() != null) {
        throw new ServletException(failed.get());
      }
    }
  }
}
