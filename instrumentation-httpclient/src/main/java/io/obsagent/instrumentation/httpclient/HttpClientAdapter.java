package io.obsagent.instrumentation.httpclient;

import io.obsagent.engine.propagation.HeaderReader;
import java.util.Collection;

/**
 * A thin view of the requests and responses of one HTTP client library. Stateless and thread-safe;
 * its methods read what is there: none connects, blocks, or consumes a body.
 *
 * <p>Headers of the request are read by {@link HeaderReader}; how they are written differs between
 * libraries that change a request and libraries that copy it, see {@link HttpClientCall#inject}.
 *
 * @param <Q> the request, before it is sent
 * @param <R> the response, its headers received
 */
public abstract class HttpClientAdapter<Q, R> implements HeaderReader<Q> {
  /** There is no port in the URL, or no status yet. */
  public static final int UNKNOWN = -1;

  /**
   * Whether calls of the library are looked at at the moment. Asked where one begins; while it is
   * off nothing begins and no header is written.
   */
  public abstract boolean isOn();

  /** As the application wrote it. */
  public abstract String method(Q request);

  /**
   * The whole URL, scheme and host included. Its {@code toString} is called on export only, on
   * another thread: a String, a {@code URI}, a {@code URL} or an immutable object of the library's.
   * It may hold secrets, which are redacted then.
   */
  public abstract Object url(Q request);

  /** In lower case; null counts as http. */
  public abstract String scheme(Q request);

  /** As in the URL; brackets around an IPv6 address do not matter. */
  public abstract String host(Q request);

  /** As in the URL, {@link #UNKNOWN} for the default of the scheme. */
  public abstract int port(Q request);

  /** {@link #UNKNOWN} if there is none. */
  public abstract int status(R response);

  /**
   * {@code 1.1}, {@code 2}; null if unknown. {@link HttpVersions} translates what libraries say.
   */
  public abstract String protocolVersion(R response);

  /** All values of a header of the response; null or empty if there is none. */
  public abstract Collection<String> responseHeaders(R response, String name);

  /** The other end of the connection, as an IP address; null where the library does not tell. */
  public String peerAddress(Q request, R response) {
    return null;
  }

  /** The port of {@link #peerAddress}. */
  public int peerPort(Q request, R response) {
    return UNKNOWN;
  }
}
