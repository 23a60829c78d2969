package io.obsagent.instrumentation.httpclient.apache4;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.engine.propagation.HeaderReader;
import io.obsagent.engine.propagation.HeaderWriter;
import io.obsagent.instrumentation.httpclient.HttpClientAdapter;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.apache.http.Header;
import org.apache.http.HttpConnection;
import org.apache.http.HttpHost;
import org.apache.http.HttpInetConnection;
import org.apache.http.HttpMessage;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.ProtocolVersion;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.client.RoutedRequest;
import org.apache.http.protocol.HttpContext;

/** Apache HttpClient 4's types; only members that 4.0 has. Stateless. */
final class Apache4Adapter extends HttpClientAdapter<Apache4Request, HttpResponse> {
  private static final LiveSwitch SWITCH = LiveSwitch.of("apache-httpclient");

  static final Apache4Adapter INSTANCE = new Apache4Adapter();

  private static final String TARGET_HOST = "http.target_host";

  private Apache4Adapter() {}

  /** Of {@code MainClientExec.execute}. */
  static Apache4Request ofRoute(Object route, Object request) {
    return new Apache4Request(
        route == null ? null : ((HttpRoute) route).getTargetHost(), (HttpRequest) request);
  }

  /** Of {@code DefaultRequestDirector.execute}. */
  static Apache4Request ofTarget(Object target, Object request) {
    return new Apache4Request((HttpHost) target, (HttpRequest) request);
  }

  /** Of {@code DefaultRequestDirector.tryConnect}. */
  static Apache4Request ofRouted(Object routed) {
    RoutedRequest request = (RoutedRequest) routed;
    return ofRoute(request.getRoute(), request.getRequest());
  }

  /** Of {@code HttpRequestExecutor.execute}. */
  static Apache4Request ofExchange(Object request, Object context) {
    Object host = context == null ? null : ((HttpContext) context).getAttribute(TARGET_HOST);
    return new Apache4Request(
        host instanceof HttpHost ? (HttpHost) host : null, (HttpRequest) request);
  }

  /** What the application asked for, where that is a whole URL; else null. Immutable. */
  static URI original(Object request) {
    URI uri = request instanceof HttpUriRequest ? ((HttpUriRequest) request).getURI() : null;
    return uri != null && uri.isAbsolute() ? uri : null;
  }

  /** A CONNECT is how the library gets its connection through a proxy, and no call. */
  static boolean isTunnel(Object request) {
    return "CONNECT".equals(((HttpRequest) request).getRequestLine().getMethod());
  }

  /** Whether the application has given its request up. */
  static boolean isAborted(Object request) {
    return request instanceof HttpUriRequest && ((HttpUriRequest) request).isAborted();
  }

  @Override
  public boolean isOn() {
    return SWITCH.isOn();
  }

  @Override
  public String method(Apache4Request request) {
    return request.request.getRequestLine().getMethod();
  }

  @Override
  public Object url(Apache4Request request) {
    if (request.original != null) {
      return request.original;
    }
    String uri = request.request.getRequestLine().getUri();
    if (request.target == null || uri == null || !uri.startsWith("/")) {
      return uri;
    }
    return request.target.toURI() + uri;
  }

  @Override
  public String scheme(Apache4Request request) {
    return request.target == null ? null : request.target.getSchemeName();
  }

  @Override
  public String host(Apache4Request request) {
    return request.target == null ? null : request.target.getHostName();
  }

  @Override
  public int port(Apache4Request request) {
    return request.target == null ? UNKNOWN : request.target.getPort();
  }

  @Override
  public int status(HttpResponse response) {
    return response.getStatusLine().getStatusCode();
  }

  @Override
  public String protocolVersion(HttpResponse response) {
    ProtocolVersion version = response.getStatusLine().getProtocolVersion();
    if (version == null) {
      return null;
    }
    return version.getMajor() == 1 ? version.getMinor() == 0 ? "1.0" : "1.1" : null;
  }

  @Override
  public Collection<String> responseHeaders(HttpResponse response, String name) {
    return values(response, name);
  }

  @Override
  public String peerAddress(Apache4Request request, HttpResponse response) {
    HttpConnection connection = request.connection;
    if (connection instanceof HttpInetConnection && connection.isOpen()) {
      InetAddress address = ((HttpInetConnection) connection).getRemoteAddress();
      return address == null ? null : address.getHostAddress();
    }
    return null;
  }

  @Override
  public int peerPort(Apache4Request request, HttpResponse response) {
    return ((HttpInetConnection) request.connection).getRemotePort();
  }

  @Override
  public String first(Apache4Request request, String name) {
    return Headers.INSTANCE.first(request.request, name);
  }

  @Override
  public Enumeration<String> all(Apache4Request request, String name) {
    return Headers.INSTANCE.all(request.request, name);
  }

  private static List<String> values(HttpMessage message, String name) {
    Header[] headers = message.getHeaders(name);
    if (headers.length == 0) {
      return Collections.emptyList();
    }
    List<String> values = new ArrayList<>(headers.length);
    for (Header header : headers) {
      values.add(header.getValue());
    }
    return values;
  }

  /** The headers of a request as they are now. */
  static final class Headers implements HeaderReader<HttpMessage>, HeaderWriter<HttpMessage> {
    static final Headers INSTANCE = new Headers();

    @Override
    public String first(HttpMessage message, String name) {
      Header header = message.getFirstHeader(name);
      return header == null ? null : header.getValue();
    }

    @Override
    public Enumeration<String> all(HttpMessage message, String name) {
      return Collections.enumeration(values(message, name));
    }

    @Override
    public void set(HttpMessage message, String name, String value) {
      // setHeader would replace the first of several only.
      message.removeHeaders(name);
      message.addHeader(name, value);
    }

    @Override
    public void remove(HttpMessage message, String name) {
      message.removeHeaders(name);
    }
  }
}
