package io.obsagent.instrumentation.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** A servlet API of our own, in which everything can be made to happen. */
final class FakeAdapter extends ServletAdapter<FakeRequest, FakeResponse> {
  static final FakeAdapter INSTANCE = new FakeAdapter();

  /** A servlet or filter that knows its patterns. */
  static final class Component {
    final List<String> patterns;

    Component(String... patterns) {
      this.patterns = List.of(patterns);
    }
  }

  /** Whatever a wrapper of the application's, or a container in trouble, does. */
  private static void ask(FakeRequest request, String method) {
    if (method.equals(request.broken)) {
      throw new UnsupportedOperationException(method);
    }
  }

  @Override
  public FakeRequest base(FakeRequest request) {
    FakeRequest base = request;
    while (base.wrapped != null) {
      base = base.wrapped;
    }
    return base;
  }

  @Override
  public FakeResponse baseResponse(FakeResponse response) {
    return response;
  }

  @Override
  public int dispatch(FakeRequest request) {
    return request.dispatch;
  }

  @Override
  public String method(FakeRequest request) {
    return request.method;
  }

  @Override
  public String requestUri(FakeRequest request) {
    Object failed = request.attributes.get("error.request_uri");
    return failed == null ? request.uri : (String) failed;
  }

  @Override
  public String queryString(FakeRequest request) {
    return request.query;
  }

  @Override
  public String scheme(FakeRequest request) {
    ask(request, "scheme");
    return request.scheme;
  }

  @Override
  public String protocol(FakeRequest request) {
    return request.protocol;
  }

  @Override
  public String remoteAddress(FakeRequest request) {
    return request.peer;
  }

  @Override
  public int remotePort(FakeRequest request) {
    return request.peerPort;
  }

  @Override
  public String contextPath(FakeRequest request) {
    return request.contextPath;
  }

  @Override
  public String servletPath(FakeRequest request) {
    ask(request, "servletPath");
    return request.servletPath;
  }

  @Override
  public String pathInfo(FakeRequest request) {
    return request.pathInfo;
  }

  @Override
  public Object attribute(FakeRequest request, String name) {
    ask(request, "attribute");
    return request.attributes.get(name);
  }

  @Override
  public String first(FakeRequest request, String name) {
    List<String> values = request.headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  @Override
  public Enumeration<String> all(FakeRequest request, String name) {
    return Collections.enumeration(request.headers(name));
  }

  @Override
  public int status(FakeResponse response) {
    if (response.recycled) {
      throw new IllegalStateException("recycled");
    }
    return response.status;
  }

  @Override
  public boolean isCommitted(FakeResponse response) {
    return response.committed;
  }

  @Override
  public Collection<String> responseHeaders(FakeResponse response, String name) {
    return response.headers.get(name);
  }

  @Override
  public boolean hasHeader(FakeResponse response, String name) {
    return response.headers.containsKey(name);
  }

  @Override
  public void addHeader(FakeResponse response, String name, String value) {
    if (response.refusesHeaders) {
      throw new IllegalArgumentException(name);
    }
    response.headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  @Override
  public boolean hasSession(FakeRequest request) {
    return request.session != null;
  }

  @Override
  public Object sessionAttribute(FakeRequest request, String name) {
    if (request.sessionInvalid) {
      throw new IllegalStateException("invalidated");
    }
    return request.session.get(name);
  }

  @Override
  public String user(FakeRequest request) {
    return request.user;
  }

  @Override
  public boolean isAsyncStarted(FakeRequest request) {
    ask(request, "isAsyncStarted");
    return request.asyncStarted;
  }

  @Override
  public void listen(FakeRequest base, ServerCall call) {
    if (base.tooLateToListen) {
      throw new IllegalStateException("complete");
    }
    base.listener = call;
  }

  @Override
  public ServletMappings servletMappings(Object servlet, FakeRequest request) {
    return new ServletMappings(request.contextPath, ((Component) servlet).patterns);
  }

  @Override
  public ServletMappings filterMappings(Object filter, FakeRequest request) {
    return new ServletMappings(request.contextPath, ((Component) filter).patterns);
  }
}
