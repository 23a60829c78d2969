package io.obsagent.instrumentation.servlet;

import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.semantics.http.ForwardedHeader;
import io.obsagent.engine.semantics.http.HostPort;
import io.obsagent.engine.trace.Span;
import java.util.Enumeration;
import java.util.Locale;

/**
 * Who sent a request to whom: what proxies say about it goes before what the connection says.
 * Thread-safe.
 */
final class RequestOrigin {
  private static final int HOSTS = 16;

  /** Services have few names: those seen lately, by hash. Entries are immutable; races are lost. */
  private final KnownHost[] hosts = new KnownHost[HOSTS];

  /** {@code url.scheme}: as the client sees it. */
  <Q> String scheme(ServletAdapter<Q, ?> adapter, Q request) {
    return scheme(adapter, request, adapter.first(request, "Forwarded") != null);
  }

  /**
   * What a span says about it.
   *
   * @param scheme from {@link #scheme}
   */
  <Q> void describe(Span span, ServletAdapter<Q, ?> adapter, Q request, String scheme) {
    boolean forwarded = adapter.first(request, "Forwarded") != null;
    span.set(HttpAttributes.URL_SCHEME, scheme);
    HostPort server = server(adapter, request, forwarded);
    if (server.host() != null) {
      span.set(NetworkAttributes.SERVER_ADDRESS, server.host());
      int port = server.port() == HostPort.NO_PORT ? defaultPort(scheme) : server.port();
      if (port > 0) {
        span.set(NetworkAttributes.SERVER_PORT, port);
      }
    }
    String peer = adapter.remoteAddress(request);
    String client = client(adapter, request, forwarded);
    span.set(NetworkAttributes.CLIENT_ADDRESS, client == null ? peer : client);
    if (peer != null) {
      span.set(NetworkAttributes.PEER_ADDRESS, peer);
      int port = adapter.remotePort(request);
      if (port > 0) {
        span.set(NetworkAttributes.PEER_PORT, port);
      }
    }
  }

  private static <Q> String scheme(ServletAdapter<Q, ?> adapter, Q request, boolean forwarded) {
    String scheme = forwarded ? known(parameter(adapter, request, "proto")) : null;
    if (scheme == null) {
      String list = adapter.first(request, "X-Forwarded-Proto");
      scheme = list == null ? null : known(HostPort.firstOf(list));
    }
    return scheme == null ? adapter.scheme(request) : scheme;
  }

  /** Strangers write this header, and it becomes the label of a metric: only what can be. */
  private static String known(String scheme) {
    if (scheme == null) {
      return null;
    }
    switch (scheme.length() > 5 ? "" : scheme.toLowerCase(Locale.ROOT)) {
      case "https":
        return "https";
      case "http":
        return "http";
      case "wss":
        return "wss";
      case "ws":
        return "ws";
      default:
        return null;
    }
  }

  private static int defaultPort(String scheme) {
    if ("https".equals(scheme) || "wss".equals(scheme)) {
      return 443;
    }
    return "http".equals(scheme) || "ws".equals(scheme) ? 80 : 0;
  }

  private <Q> HostPort server(ServletAdapter<Q, ?> adapter, Q request, boolean forwarded) {
    HostPort server = forwarded ? HostPort.parse(parameter(adapter, request, "host")) : null;
    if (server == null || server.host() == null) {
      server = HostPort.parseFirst(adapter.first(request, "X-Forwarded-Host"));
    }
    return server.host() == null ? known(adapter, request) : server;
  }

  private <Q> HostPort known(ServletAdapter<Q, ?> adapter, Q request) {
    String header = adapter.first(request, "Host");
    if (header == null) {
      header = authority(adapter, request);
    }
    if (header == null) {
      return HostPort.parse(null);
    }
    int slot = header.hashCode() & (HOSTS - 1);
    KnownHost host = hosts[slot];
    if (host == null || !host.header.equals(header)) {
      host = new KnownHost(header);
      hosts[slot] = host;
    }
    return host.parsed;
  }

  /**
   * HTTP/2 has the host in {@code :authority}, and not every container makes a header of it. Before
   * HTTP/2 no header means that the client named no host, whatever the container says then.
   */
  private static <Q> String authority(ServletAdapter<Q, ?> adapter, Q request) {
    String protocol = adapter.protocol(request);
    if (protocol == null || !(protocol.startsWith("HTTP/2") || protocol.startsWith("HTTP/3"))) {
      return null;
    }
    String name = adapter.serverName(request);
    if (name == null || name.isEmpty()) {
      return null;
    }
    String host = name.indexOf(':') < 0 || name.charAt(0) == '[' ? name : '[' + name + ']';
    int port = adapter.serverPort(request);
    return port > 0 ? host + ':' + port : host;
  }

  /** {@code client.address}: what a proxy says, else the peer; may be null. */
  <Q> String client(ServletAdapter<Q, ?> adapter, Q request) {
    String client = client(adapter, request, adapter.first(request, "Forwarded") != null);
    return client == null ? adapter.remoteAddress(request) : client;
  }

  private static <Q> String client(ServletAdapter<Q, ?> adapter, Q request, boolean forwarded) {
    String client = forwarded ? address(parameter(adapter, request, "for")) : null;
    if (client == null) {
      String list = adapter.first(request, "X-Forwarded-For");
      client = list == null ? null : address(HostPort.firstOf(list));
    }
    return client;
  }

  private static String address(String node) {
    return node == null || node.equalsIgnoreCase("unknown") ? null : HostPort.parse(node).host();
  }

  private static <Q> String parameter(ServletAdapter<Q, ?> adapter, Q request, String name) {
    Enumeration<String> headers = adapter.all(request, "Forwarded");
    while (headers != null && headers.hasMoreElements()) {
      String value = ForwardedHeader.parameter(headers.nextElement(), name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static final class KnownHost {
    final String header;
    final HostPort parsed;

    KnownHost(String header) {
      this.header = header;
      this.parsed = HostPort.parse(header);
    }
  }
}
