package io.obsagent.instrumentation.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import javax.servlet.AsyncContext;
import javax.servlet.DispatcherType;
import javax.servlet.FilterRegistration;
import javax.servlet.RequestDispatcher;
import javax.servlet.Servlet;
import javax.servlet.ServletConfig;
import javax.servlet.ServletContext;
import javax.servlet.ServletRegistration;
import javax.servlet.ServletRequest;
import javax.servlet.ServletRequestWrapper;
import javax.servlet.ServletResponse;
import javax.servlet.ServletResponseWrapper;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

/** The servlet API of {@code javax}. */
final class JavaxServletAdapter extends ServletAdapter<HttpServletRequest, HttpServletResponse> {
  static final JavaxServletAdapter INSTANCE = new JavaxServletAdapter();

  /** Wrappers around wrappers; more is a loop. */
  private static final int MAX_WRAPPERS = 256;

  private JavaxServletAdapter() {}

  @Override
  public HttpServletRequest base(HttpServletRequest request) {
    ServletRequest base = request;
    for (int i = 0; i < MAX_WRAPPERS && base instanceof ServletRequestWrapper; i++) {
      base = ((ServletRequestWrapper) base).getRequest();
    }
    return base instanceof HttpServletRequest ? (HttpServletRequest) base : request;
  }

  @Override
  public HttpServletResponse baseResponse(HttpServletResponse response) {
    ServletResponse base = response;
    for (int i = 0; i < MAX_WRAPPERS && base instanceof ServletResponseWrapper; i++) {
      base = ((ServletResponseWrapper) base).getResponse();
    }
    return base instanceof HttpServletResponse ? (HttpServletResponse) base : response;
  }

  @Override
  public int dispatch(HttpServletRequest request) {
    DispatcherType type = request.getDispatcherType();
    if (type == DispatcherType.ASYNC) {
      return ASYNC;
    }
    if (type == DispatcherType.ERROR) {
      return ERROR;
    }
    if (type == DispatcherType.FORWARD) {
      return FORWARD;
    }
    return type == DispatcherType.INCLUDE ? INCLUDE : REQUEST;
  }

  @Override
  public String method(HttpServletRequest request) {
    return request.getMethod();
  }

  @Override
  public String requestUri(HttpServletRequest request) {
    if (dispatch(request) == ERROR) {
      Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
      if (failed instanceof String) {
        return (String) failed;
      }
    }
    return request.getRequestURI();
  }

  @Override
  public String queryString(HttpServletRequest request) {
    return request.getQueryString();
  }

  @Override
  public String scheme(HttpServletRequest request) {
    return request.getScheme();
  }

  @Override
  public String protocol(HttpServletRequest request) {
    return request.getProtocol();
  }

  @Override
  public String remoteAddress(HttpServletRequest request) {
    return request.getRemoteAddr();
  }

  @Override
  public int remotePort(HttpServletRequest request) {
    return request.getRemotePort();
  }

  @Override
  public String serverName(HttpServletRequest request) {
    return request.getServerName();
  }

  @Override
  public int serverPort(HttpServletRequest request) {
    return request.getServerPort();
  }

  @Override
  public String contextPath(HttpServletRequest request) {
    return request.getContextPath();
  }

  @Override
  public String servletPath(HttpServletRequest request) {
    return request.getServletPath();
  }

  @Override
  public String pathInfo(HttpServletRequest request) {
    return request.getPathInfo();
  }

  @Override
  public Object attribute(HttpServletRequest request, String name) {
    return request.getAttribute(name);
  }

  @Override
  public String first(HttpServletRequest request, String name) {
    return request.getHeader(name);
  }

  @Override
  public Enumeration<String> all(HttpServletRequest request, String name) {
    return request.getHeaders(name);
  }

  @Override
  public int status(HttpServletResponse response) {
    return response.getStatus();
  }

  @Override
  public boolean isCommitted(HttpServletResponse response) {
    return response.isCommitted();
  }

  @Override
  public Collection<String> responseHeaders(HttpServletResponse response, String name) {
    return response.getHeaders(name);
  }

  @Override
  public boolean hasHeader(HttpServletResponse response, String name) {
    return response.containsHeader(name);
  }

  @Override
  public void addHeader(HttpServletResponse response, String name, String value) {
    response.addHeader(name, value);
  }

  @Override
  public boolean hasSession(HttpServletRequest request) {
    return request.getSession(false) != null;
  }

  @Override
  public Object sessionAttribute(HttpServletRequest request, String name) {
    HttpSession session = request.getSession(false);
    return session == null ? null : session.getAttribute(name);
  }

  @Override
  public String user(HttpServletRequest request) {
    return request.getRemoteUser();
  }

  @Override
  public boolean isAsyncStarted(HttpServletRequest request) {
    return request.isAsyncStarted();
  }

  @Override
  public void listen(HttpServletRequest base, ServerCall call) {
    AsyncContext context = base.getAsyncContext();
    ServletResponse response = context.getResponse();
    if (response instanceof HttpServletResponse) {
      context.addListener(
          new JavaxCallListener(call, base, baseResponse((HttpServletResponse) response)));
    }
  }

  /** A servlet that does not tell its name is found by its class, as filters are. */
  @Override
  public ServletMappings servletMappings(Object servlet, HttpServletRequest request) {
    List<String> patterns = new ArrayList<>();
    ServletContext application = request.getServletContext();
    ServletConfig config = ((Servlet) servlet).getServletConfig();
    if (config == null) {
      String type = servlet.getClass().getName();
      for (ServletRegistration registration : application.getServletRegistrations().values()) {
        if (type.equals(registration.getClassName())) {
          patterns.addAll(registration.getMappings());
        }
      }
    } else {
      ServletRegistration registration =
          application.getServletRegistration(config.getServletName());
      if (registration != null) {
        patterns.addAll(registration.getMappings());
      }
    }
    return new ServletMappings(request.getContextPath(), patterns);
  }

  /** A filter does not know its name: all filters of its class answer for it. */
  @Override
  public ServletMappings filterMappings(Object filter, HttpServletRequest request) {
    List<String> patterns = new ArrayList<>();
    String type = filter.getClass().getName();
    for (FilterRegistration registration :
        request.getServletContext().getFilterRegistrations().values()) {
      if (type.equals(registration.getClassName())) {
        patterns.addAll(registration.getUrlPatternMappings());
      }
    }
    return new ServletMappings(request.getContextPath(), patterns);
  }
}
