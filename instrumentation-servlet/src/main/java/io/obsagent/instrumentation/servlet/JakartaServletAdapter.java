package io.obsagent.instrumentation.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The servlet API of {@code jakarta} since requests may be asynchronous. */
final class JakartaServletAdapter extends JakartaHttpAdapter {
  static final JakartaServletAdapter INSTANCE = new JakartaServletAdapter();

  private JakartaServletAdapter() {}

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
  public int status(HttpServletResponse response) {
    return response.getStatus();
  }

  @Override
  public Collection<String> responseHeaders(HttpServletResponse response, String name) {
    return response.getHeaders(name);
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
          new JakartaCallListener(call, base, baseResponse((HttpServletResponse) response)));
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
