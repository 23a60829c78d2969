package io.obsagent.instrumentation.servlet;

import java.net.InetSocketAddress;
import java.util.Enumeration;

/** A request of which only the peer is known. */
public final class UnparsedAdapter extends ContainerAdapter<InetSocketAddress> {
  public static final UnparsedAdapter INSTANCE = new UnparsedAdapter();

  private UnparsedAdapter() {}

  @Override
  protected String parsedMethod(InetSocketAddress peer) {
    return null;
  }

  @Override
  protected String parsedPath(InetSocketAddress peer) {
    return null;
  }

  @Override
  public String queryString(InetSocketAddress peer) {
    return null;
  }

  @Override
  public String scheme(InetSocketAddress peer) {
    return "http";
  }

  @Override
  public String protocol(InetSocketAddress peer) {
    return null;
  }

  @Override
  public String remoteAddress(InetSocketAddress peer) {
    return text(peer);
  }

  @Override
  public int remotePort(InetSocketAddress peer) {
    return peer.getPort();
  }

  @Override
  public String first(InetSocketAddress peer, String name) {
    return null;
  }

  @Override
  public Enumeration<String> all(InetSocketAddress peer, String name) {
    return null;
  }
}
