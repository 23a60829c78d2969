package contract;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;

/** A filter of the contract application as {@code web.xml} declares it, before Servlet 3.0. */
public class EarlyFilter implements Filter {
  private Filter filter;

  @Override
  public void init(FilterConfig config) {
    String name = config.getFilterName();
    filter =
        name.equals("wrapping")
            ? new Filters.Wrapping()
            : name.equals("guard") ? new Filters.Guard() : new Filters.HandOver();
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    filter.doFilter(request, response, chain);
  }

  @Override
  public void destroy() {}
}
