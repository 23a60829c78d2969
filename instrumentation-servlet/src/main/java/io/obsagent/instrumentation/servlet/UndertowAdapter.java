package io.obsagent.instrumentation.servlet;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Enumeration;

/** Undertow's own request, of both servlet APIs. */
final class UndertowAdapter extends ContainerAdapter<HttpServerExchange> {
  static final UndertowAdapter INSTANCE = new UndertowAdapter();

  private UndertowAdapter() {}

  private static String text(HttpString text) {
    return text == null ? null : text.toString();
  }

  @Override
  protected String parsedMethod(HttpServerExchange exchange) {
    return text(exchange.getRequestMethod());
  }

  @Override
  protected String parsedPath(HttpServerExchange exchange) {
    return exchange.getRequestURI();
  }

  @Override
  public String queryString(HttpServerExchange exchange) {
    String query = exchange.getQueryString();
    return query == null || query.isEmpty() ? null : query;
  }

  @Override
  public String scheme(HttpServerExchange exchange) {
    return exchange.getRequestScheme();
  }

  @Override
  public String protocol(HttpServerExchange exchange) {
    return text(exchange.getProtocol());
  }

  @Override
  public String remoteAddress(HttpServerExchange exchange) {
    return text(exchange.getSourceAddress());
  }

  @Override
  public int remotePort(HttpServerExchange exchange) {
    InetSocketAddress peer = exchange.getSourceAddress();
    return peer == null ? 0 : peer.getPort();
  }

  @Override
  public String first(HttpServerExchange exchange, String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  @Override
  public Enumeration<String> all(HttpServerExchange exchange, String name) {
    HeaderValues values = exchange.getRequestHeaders().get(name);
    return values == null ? null : Collections.enumeration(values);
  }
}
