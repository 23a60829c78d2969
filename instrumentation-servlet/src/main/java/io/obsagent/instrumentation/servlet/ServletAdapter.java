package io.obsagent.instrumentation.servlet;

import io.obsagent.engine.propagation.HeaderReader;
import java.util.Collection;

/**
 * A thin view of one servlet API. Stateless. Only asks what a request knows already: nothing here
 * makes the container parse parameters, read the body or create a session.
 *
 * @param <Q> the HTTP request
 * @param <R> the HTTP response
 */
public abstract class ServletAdapter<Q, R> implements HeaderReader<Q> {
  /** The client's request, or an API that does not tell. */
  public static final int REQUEST = 0;

  public static final int FORWARD = 1;
  public static final int INCLUDE = 2;

  /** A request in asynchronous mode comes back to a container thread. */
  public static final int ASYNC = 3;

  public static final int ERROR = 4;

  /** What {@link #status} says of a response that cannot tell. */
  public static final int UNKNOWN_STATUS = 0;

  /** The container's own request below all wrappers. */
  public abstract Q base(Q request);

  /** The container's own response below all wrappers. */
  public abstract R baseResponse(R response);

  /** One of the constants above. */
  public abstract int dispatch(Q request);

  public abstract String method(Q request);

  /** The path as the client sent it; of an error dispatch, that of the request that failed. */
  public abstract String requestUri(Q request);

  public abstract String queryString(Q request);

  /** {@code http} or {@code https}. */
  public abstract String scheme(Q request);

  /** {@code HTTP/1.1} and the like. */
  public abstract String protocol(Q request);

  public abstract String remoteAddress(Q request);

  public abstract int remotePort(Q request);

  /** The host that was asked, as the container understood it; null if it does not tell. */
  public String serverName(Q request) {
    return null;
  }

  /** The port that was asked, as the container understood it; 0 if it does not tell. */
  public int serverPort(Q request) {
    return 0;
  }

  /** Empty for the root context. */
  public abstract String contextPath(Q request);

  public abstract String servletPath(Q request);

  public abstract String pathInfo(Q request);

  /** A request attribute, or null. */
  public abstract Object attribute(Q request, String name);

  /** {@link #UNKNOWN_STATUS} if it cannot tell. */
  public abstract int status(R response);

  public abstract boolean isCommitted(R response);

  /** Null or empty if it has none. */
  public abstract Collection<String> responseHeaders(R response, String name);

  /** Whether a response has such a header yet. */
  public abstract boolean hasHeader(R response, String name);

  /** Adds a value, beside others of the same name. */
  public abstract void addHeader(R response, String name, String value);

  /** The request came with a session, or got one meanwhile. Creates none. */
  public abstract boolean hasSession(Q request);

  /** An attribute of the session, or null. Creates none. */
  public abstract Object sessionAttribute(Q request, String name);

  /** The name of the user who is logged in, or null. To be asked only inside a session. */
  public abstract String user(Q request);

  /** The request is in asynchronous mode and neither dispatched nor completed. */
  public abstract boolean isAsyncStarted(Q request);

  /**
   * Has {@link ServletEntry#completed} called when the asynchronous request is complete.
   *
   * @throws IllegalStateException if it is too late for that
   */
  public abstract void listen(Q base, ServerCall call);

  /** The mappings of a servlet. May throw whatever a container throws. */
  public abstract ServletMappings servletMappings(Object servlet, Q request);

  /** The mappings of a filter. May throw whatever a container throws. */
  public abstract ServletMappings filterMappings(Object filter, Q request);
}
