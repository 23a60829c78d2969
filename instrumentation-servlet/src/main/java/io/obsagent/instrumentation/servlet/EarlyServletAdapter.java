package io.obsagent.instrumentation.servlet;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import javax.servlet.Servlet;
import javax.servlet.ServletConfig;
import javax.servlet.ServletContext;
import javax.servlet.ServletRequest;
import javax.servlet.ServletRequestWrapper;
import javax.servlet.ServletResponse;
import javax.servlet.ServletResponseWrapper;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

/** The servlet API before 3.0: nothing here is younger than 2.3. */
final class EarlyServletAdapter extends ServletAdapter<HttpServletRequest, HttpServletResponse> {
  static final EarlyServletAdapter INSTANCE = new EarlyServletAdapter();

  private static final String ERROR_URI = "javax.servlet.error.request_uri";

  /** Wrappers around wrappers; more is a loop. */
  private static final int MAX_WRAPPERS = 256;

  /** Of the application asked for last; servlets of one application come in a row. */
  private volatile Application application;

  private EarlyServletAdapter() {}

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
    if (request.getAttribute("javax.servlet.include.request_uri") != null) {
      return INCLUDE;
    }
    if (request.getAttribute(ERROR_URI) != null) {
      return ERROR;
    }
    return request.getAttribute("javax.servlet.forward.request_uri") != null ? FORWARD : REQUEST;
  }

  @Override
  public String method(HttpServletRequest request) {
    return request.getMethod();
  }

  @Override
  public String requestUri(HttpServletRequest request) {
    Object failed = dispatch(request) == ERROR ? request.getAttribute(ERROR_URI) : null;
    return failed instanceof String ? (String) failed : request.getRequestURI();
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

  /** Came with 2.4. */
  @Override
  public int remotePort(HttpServletRequest request) {
    return 0;
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
    return EarlyStatus.of(response);
  }

  @Override
  public boolean isCommitted(HttpServletResponse response) {
    return response.isCommitted();
  }

  /** A response does not tell them. */
  @Override
  public Collection<String> responseHeaders(HttpServletResponse response, String name) {
    return Collections.emptyList();
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
    return false;
  }

  @Override
  public void listen(HttpServletRequest base, ServerCall call) {
    throw new IllegalStateException("no request is asynchronous");
  }

  @Override
  public ServletMappings servletMappings(Object servlet, HttpServletRequest request) {
    ServletConfig config = ((Servlet) servlet).getServletConfig();
    if (config == null) {
      return ServletMappings.none(request.getContextPath());
    }
    return new ServletMappings(
        request.getContextPath(),
        descriptor(config.getServletContext()).patternsOf(config.getServletName()));
  }

  private DeploymentDescriptor descriptor(ServletContext context) {
    Application known = application;
    if (known == null || known.context.get() != context) {
      known = new Application(context);
      application = known;
    }
    return known.descriptor;
  }

  /** Neither a request nor a filter leads to the application here, so nobody knows. */
  @Override
  public ServletMappings filterMappings(Object filter, HttpServletRequest request) {
    return ServletMappings.none(request.getContextPath());
  }

  private static final class Application {
    final WeakReference<ServletContext> context;
    final DeploymentDescriptor descriptor;

    Application(ServletContext context) {
      this.context = new WeakReference<>(context);
      this.descriptor = read(context);
    }

    private static DeploymentDescriptor read(ServletContext context) {
      try {
        return DeploymentDescriptor.read(context.getResourceAsStream("/WEB-INF/web.xml"));
      } catch (IOException unreadable) {
        return DeploymentDescriptor.NONE;
      }
    }
  }
}
