package com.example.shop.common;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log line per request: what was asked, what was answered, how long it took. */
public class RequestLogFilter implements Filter {

  private static final Logger log = LoggerFactory.getLogger(RequestLogFilter.class);

  @Override
  public void init(FilterConfig config) {}

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    // Kept now: a forward changes them.
    String method = http.getMethod();
    String uri = http.getRequestURI();
    long start = System.nanoTime();
    boolean completed = false;
    try {
      chain.doFilter(request, response);
      completed = true;
    } finally {
      long millis = (System.nanoTime() - start) / 1_000_000;
      if (!completed) {
        log.error("{} {} failed after {} ms", method, uri, millis);
      } else if (request.isAsyncStarted()) {
        log.info("{} {} goes on asynchronously after {} ms", method, uri, millis);
      } else {
        int status = ((HttpServletResponse) response).getStatus();
        log.info("{} {} answered {} in {} ms", method, uri, status, millis);
      }
    }
  }

  @Override
  public void destroy() {}
}
