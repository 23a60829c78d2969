package io.obsagent.instrumentation.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Enumeration;

/** What every version of the servlet API of {@code jakarta} has. */
abstract class JakartaHttpAdapter extends ServletAdapter<HttpServletRequest, HttpServletResponse> {
  /** Wrappers around wrappers; more is a loop. */
  private static final int MAX_WRAPPERS = 256;

  @Override
  public final HttpServletRequest base(HttpServletRequest request) {
    ServletRequest base = request;
    for (int i = 0; i < MAX_WRAPPERS && base instanceof ServletRequestWrapper; i++) {
      base = ((ServletRequestWrapper) base).getRequest();
    }
    return base instanceof HttpServletRequest ? (HttpServletRequest) base : request;
  }

  @Override
  public final HttpServletResponse baseResponse(HttpServletResponse response) {
    ServletResponse base = response;
    for (int i = 0; i < MAX_WRAPPERS && base instanceof ServletResponseWrapper; i++) {
      base = ((ServletResponseWrapper) base).getResponse();
    }
    return base instanceof HttpServletResponse ? (HttpServletResponse) base : response;
  }

  @Override
  public final String method(HttpServletRequest request) {
    return request.getMethod();
  }

  @Override
  public final String queryString(HttpServletRequest request) {
    return request.getQueryString();
  }

  @Override
  public final String scheme(HttpServletRequest request) {
    return request.getScheme();
  }

  @Override
  public final String protocol(HttpServletRequest request) {
    return request.getProtocol();
  }

  @Override
  public final String remoteAddress(HttpServletRequest request) {
    return request.getRemoteAddr();
  }

  @Override
  public final String contextPath(HttpServletRequest request) {
    return request.getContextPath();
  }

  @Override
  public final String servletPath(HttpServletRequest request) {
    return request.getServletPath();
  }

  @Override
  public final String pathInfo(HttpServletRequest request) {
    return request.getPathInfo();
  }

  @Override
  public final Object attribute(HttpServletRequest request, String name) {
    return request.getAttribute(name);
  }

  @Override
  public final String first(HttpServletRequest request, String name) {
    return request.getHeader(name);
  }

  @Override
  public final Enumeration<String> all(HttpServletRequest request, String name) {
    return request.getHeaders(name);
  }

  @Override
  public final boolean isCommitted(HttpServletResponse response) {
    return response.isCommitted();
  }

  @Override
  public final boolean hasHeader(HttpServletResponse response, String name) {
    return response.containsHeader(name);
  }

  @Override
  public final void addHeader(HttpServletResponse response, String name, String value) {
    response.addHeader(name, value);
  }

  @Override
  public final boolean hasSession(HttpServletRequest request) {
    return request.getSession(false) != null;
  }

  @Override
  public final Object sessionAttribute(HttpServletRequest request, String name) {
    HttpSession session = request.getSession(false);
    return session == null ? null : session.getAttribute(name);
  }

  @Override
  public final String user(HttpServletRequest request) {
    return request.getRemoteUser();
  }
}
