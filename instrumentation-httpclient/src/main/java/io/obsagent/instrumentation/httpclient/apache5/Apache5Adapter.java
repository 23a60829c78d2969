package io.obsagent.instrumentation.httpclient.apache5;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.engine.propagation.HeaderReader;
import io.obsagent.engine.propagation.HeaderWriter;
import io.obsagent.instrumentation.httpclient.HttpClientAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolVersion;

/** Apache HttpClient 5's types; only members that 5.0 has. Stateless. */
final class Apache5Adapter extends HttpClientAdapter<Apache5Request, HttpResponse> {
  private static final LiveSwitch SWITCH = LiveSwitch.of("apache-httpclient");

  static final Apache5Adapter INSTANCE = new Apache5Adapter();

  private Apache5Adapter() {}

  /** Whether the application has given its request up. */
  static boolean isCancelled(Object request) {
    return request instanceof CancellableDependency
        && ((CancellableDependency) request).isCancelled();
  }

  @Override
  public boolean isOn() {
    return SWITCH.isOn();
  }

  @Override
  public String method(Apache5Request request) {
    return request.request.getMethod();
  }

  @Override
  public Object url(Apache5Request request) {
    String path = request.request.getPath();
    return request.authority == null || (path != null && path.startsWith("http"))
        ? path
        : new Apache5Url(request.scheme, request.authority, path);
  }

  @Override
  public String scheme(Apache5Request request) {
    return request.scheme;
  }

  @Override
  public String host(Apache5Request request) {
    return request.authority == null ? null : request.authority.getHostName();
  }

  @Override
  public int port(Apache5Request request) {
    return request.authority == null ? UNKNOWN : request.authority.getPort();
  }

  @Override
  public int status(HttpResponse response) {
    return response.getCode();
  }

  @Override
  public String protocolVersion(HttpResponse response) {
    ProtocolVersion version = response.getVersion();
    if (version == null) {
      return null;
    }
    switch (version.getMajor()) {
      case 1:
        return version.getMinor() == 0 ? "1.0" : "1.1";
      case 2:
        return "2";
      default:
        return null;
    }
  }

  @Override
  public Collection<String> responseHeaders(HttpResponse response, String name) {
    return values(response, name);
  }

  @Override
  public String peerAddress(Apache5Request request, HttpResponse response) {
    InetSocketAddress peer = peer(request);
    InetAddress address = peer == null ? null : peer.getAddress();
    return address == null ? null : address.getHostAddress();
  }

  @Override
  public int peerPort(Apache5Request request, HttpResponse response) {
    InetSocketAddress peer = peer(request);
    return peer == null ? UNKNOWN : peer.getPort();
  }

  private static InetSocketAddress peer(Apache5Request request) {
    SocketAddress peer = request.connection == null ? null : request.connection.getRemoteAddress();
    return peer instanceof InetSocketAddress ? (InetSocketAddress) peer : null;
  }

  @Override
  public String first(Apache5Request request, String name) {
    return Headers.INSTANCE.first(request.request, name);
  }

  @Override
  public Enumeration<String> all(Apache5Request request, String name) {
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
