package com.example.shop.payment;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** One line per request, and the stack trace of one that failed. */
class RequestLogFilter implements Filter {

  private static final Logger log = LogManager.getLogger(RequestLogFilter.class);

  @Override
  public void init(FilterConfig config) {}

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    try {
      chain.doFilter(request, response);
      log.info(
          "{} {} answered {}",
          http.getMethod(),
          http.getRequestURI(),
          ((HttpServletResponse) response).getStatus());
    } catch (IOException | ServletException | RuntimeException e) {
      log.error("{} {} failed", http.getMethod(), http.getRequestURI(), e);
      throw e;
    }
  }

  @Override
  public void destroy() {}
}
