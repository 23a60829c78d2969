package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.ForeignState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * A request that Jetty 12 rejects. Its types have the names of Jetty 9's and another shape, so they
 * are reached by reflection: on this path only, never for a request that gets to a servlet.
 */
public final class Jetty12Rejection {
  private static final int MAX_WRAPPERS = 64;
  private static final ForeignState<Object> REACHED = ForeignState.named("servlet.reached");

  /** By the class of the request; kept with that class, so it goes with its Jetty. */
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<Shape>() {
        @Override
        protected Shape computeValue(Class<?> request) {
          try {
            return new Shape(request.getClassLoader());
          } catch (ReflectiveOperationException otherShape) {
            throw new IllegalStateException(otherShape);
          }
        }
      };

  private Jetty12Rejection() {}

  /** A filter or servlet had the request. */
  public static void reached(Object request) {
    REACHED.set(request, Boolean.TRUE);
  }

  /** The server's error handler is about to answer the request. */
  public static void answered(Object request, Object response) {
    // A servlet that is still on the stack, or was: the span is its own.
    if (Doorway.here().isReached()) {
      return;
    }
    try {
      Shape shape = SHAPES.get(request.getClass());
      Object one = request;
      for (int i = 0; i < MAX_WRAPPERS && one != null; i++) {
        if (REACHED.get(one) != null) {
          return;
        }
        one = shape.wrapper.isInstance(one) ? shape.getWrapped.invoke(one) : null;
      }
      int status = (Integer) shape.getStatus.invoke(response);
      Rejection.record(
          new Adapter(shape), request, status, (Long) shape.getBeginNanoTime.invoke(request));
      reached(request);
    } catch (ReflectiveOperationException otherShape) {
      throw new IllegalStateException(otherShape);
    }
  }

  /** The methods asked, of one Jetty. */
  private static final class Shape {
    final Class<?> wrapper;
    final Method getWrapped;
    final Method getStatus;
    final Method getBeginNanoTime;
    final Method getMethod;
    final Method getUri;
    final Method getPath;
    final Method getQuery;
    final Method getScheme;
    final Method getMetaData;
    final Method getVersion;
    final Method versionText;
    final Method getHeaders;
    final Method header;
    final Method headers;
    final Method remoteAddress;
    final Method remotePort;

    private Shape(ClassLoader jetty) throws ReflectiveOperationException {
      Class<?> request = type(jetty, "server.Request");
      wrapper = type(jetty, "server.Request$Wrapper");
      getWrapped = wrapper.getMethod("getWrapped");
      getStatus = type(jetty, "server.Response").getMethod("getStatus");
      getBeginNanoTime = request.getMethod("getBeginNanoTime");
      getMethod = request.getMethod("getMethod");
      getUri = request.getMethod("getHttpURI");
      Class<?> uri = type(jetty, "http.HttpURI");
      getPath = uri.getMethod("getPath");
      getQuery = uri.getMethod("getQuery");
      getScheme = uri.getMethod("getScheme");
      getMetaData = request.getMethod("getConnectionMetaData");
      getVersion = type(jetty, "server.ConnectionMetaData").getMethod("getHttpVersion");
      versionText = type(jetty, "http.HttpVersion").getMethod("asString");
      getHeaders = request.getMethod("getHeaders");
      Class<?> fields = type(jetty, "http.HttpFields");
      header = fields.getMethod("get", String.class);
      headers = fields.getMethod("getValuesList", String.class);
      remoteAddress = request.getMethod("getRemoteAddr", request);
      remotePort = request.getMethod("getRemotePort", request);
    }

    private static Class<?> type(ClassLoader jetty, String name) throws ClassNotFoundException {
      return Class.forName("org.eclipse.jetty." + name, false, jetty);
    }
  }

  private static final class Adapter extends ContainerAdapter<Object> {
    private final Shape shape;

    Adapter(Shape shape) {
      this.shape = shape;
    }

    private static Object ask(Method method, Object of, Object... arguments) {
      try {
        return of == null ? null : method.invoke(of, arguments);
      } catch (InvocationTargetException unknown) {
        return null;
      } catch (IllegalAccessException otherShape) {
        throw new IllegalStateException(otherShape);
      }
    }

    @Override
    protected String parsedMethod(Object request) {
      String method = (String) ask(shape.getMethod, request);
      // What Jetty writes where its parser found none.
      return "BAD".equals(method) ? null : method;
    }

    @Override
    protected String parsedPath(Object request) {
      return (String) ask(shape.getPath, ask(shape.getUri, request));
    }

    @Override
    public String queryString(Object request) {
      return (String) ask(shape.getQuery, ask(shape.getUri, request));
    }

    @Override
    public String scheme(Object request) {
      Object scheme = ask(shape.getScheme, ask(shape.getUri, request));
      return scheme == null ? "http" : (String) scheme;
    }

    @Override
    public String protocol(Object request) {
      return (String)
          ask(shape.versionText, ask(shape.getVersion, ask(shape.getMetaData, request)));
    }

    @Override
    public String remoteAddress(Object request) {
      return (String) ask(shape.remoteAddress, request, request);
    }

    @Override
    public int remotePort(Object request) {
      Object port = ask(shape.remotePort, request, request);
      return port == null ? 0 : (Integer) port;
    }

    @Override
    public String first(Object request, String name) {
      return (String) ask(shape.header, ask(shape.getHeaders, request), name);
    }

    @Override
    @SuppressWarnings("unchecked") // HttpFields.getValuesList
    public Enumeration<String> all(Object request, String name) {
      List<String> values = (List<String>) ask(shape.headers, ask(shape.getHeaders, request), name);
      return values == null ? null : Collections.enumeration(values);
    }
  }
}
