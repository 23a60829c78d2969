package io.obsagent.instrumentation.servlet;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.Collections;
import javax.servlet.Servlet;
import javax.servlet.ServletConfig;
import javax.servlet.ServletContext;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The servlet API before 3.0: nothing here, or in what it extends, is younger than 2.3. */
final class EarlyServletAdapter extends JavaxHttpAdapter {
  static final EarlyServletAdapter INSTANCE = new EarlyServletAdapter();

  private static final String ERROR_URI = "javax.servlet.error.request_uri";

  /** Of the application asked for last; servlets of one application come in a row. */
  private volatile Application application;

  private EarlyServletAdapter() {}

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
  public String requestUri(HttpServletRequest request) {
    Object failed = dispatch(request) == ERROR ? request.getAttribute(ERROR_URI) : null;
    return failed instanceof String ? (String) failed : request.getRequestURI();
  }

  /** Came with 2.4. */
  @Override
  public int remotePort(HttpServletRequest request) {
    return 0;
  }

  @Override
  public int status(HttpServletResponse response) {
    return EarlyStatus.of(response);
  }

  /** A response does not tell them. */
  @Override
  public Collection<String> responseHeaders(HttpServletResponse response, String name) {
    return Collections.emptyList();
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
