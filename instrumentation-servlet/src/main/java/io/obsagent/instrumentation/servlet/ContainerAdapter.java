package io.obsagent.instrumentation.servlet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Collections;

/**
 * A thin view of a container's own request, which no servlet API has got to see. Stateless.
 *
 * @param <Q> the container's request
 */
public abstract class ContainerAdapter<Q> extends ServletAdapter<Q, Object> {
  /** Longer is no method but what a parser took for one. */
  private static final int MAX_METHOD = 32;

  /** As it was parsed, however far. */
  protected abstract String parsedMethod(Q request);

  /** As it was parsed, however far. */
  protected abstract String parsedPath(Q request);

  /** Null for what is no method at all: bytes a parser choked on belong in no span. */
  @Override
  public final String method(Q request) {
    String method = parsedMethod(request);
    if (method == null || method.isEmpty() || method.length() > MAX_METHOD) {
      return null;
    }
    for (int i = 0; i < method.length(); i++) {
      char c = method.charAt(i);
      if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '-' && c != '_') {
        return null;
      }
    }
    return method;
  }

  /** Null for what is no path. */
  @Override
  public final String requestUri(Q request) {
    String path = method(request) == null ? null : parsedPath(request);
    return path != null && path.startsWith("/") ? path : null;
  }

  /** The text of an address, or null. */
  protected static String text(InetSocketAddress address) {
    InetAddress known = address == null ? null : address.getAddress();
    return known == null ? null : known.getHostAddress();
  }

  @Override
  public final Q base(Q request) {
    return request;
  }

  @Override
  public final Object baseResponse(Object response) {
    return response;
  }

  @Override
  public final int dispatch(Q request) {
    return REQUEST;
  }

  @Override
  public final String contextPath(Q request) {
    return null;
  }

  @Override
  public final String servletPath(Q request) {
    return null;
  }

  @Override
  public final String pathInfo(Q request) {
    return null;
  }

  @Override
  public final Object attribute(Q request, String name) {
    return null;
  }

  @Override
  public final int status(Object response) {
    return UNKNOWN_STATUS;
  }

  @Override
  public final boolean isCommitted(Object response) {
    return true;
  }

  @Override
  public final Collection<String> responseHeaders(Object response, String name) {
    return Collections.emptyList();
  }

  @Override
  public final boolean hasHeader(Object response, String name) {
    return false;
  }

  @Override
  public final void addHeader(Object response, String name, String value) {}

  @Override
  public final boolean hasSession(Q request) {
    return false;
  }

  @Override
  public final Object sessionAttribute(Q request, String name) {
    return null;
  }

  @Override
  public final String user(Q request) {
    return null;
  }

  @Override
  public final boolean isAsyncStarted(Q request) {
    return false;
  }

  @Override
  public final void listen(Q base, ServerCall call) {
    throw new IllegalStateException("no request is asynchronous");
  }

  @Override
  public final ServletMappings servletMappings(Object servlet, Q request) {
    return ServletMappings.none(null);
  }

  @Override
  public final ServletMappings filterMappings(Object filter, Q request) {
    return ServletMappings.none(null);
  }
}
