package io.obsagent.engine.semantics;

import io.obsagent.engine.trace.AttributeKey;

/**
 * The attributes of who talks to whom, for every kind of call over a network.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/general/attributes/">General attributes
 *     of the semantic conventions</a>
 */
public final class NetworkAttributes {
  /** Who asked, as far as proxies tell. */
  public static final AttributeKey CLIENT_ADDRESS = AttributeKey.string("client.address");

  /** Name by which the server was called. */
  public static final AttributeKey SERVER_ADDRESS = AttributeKey.string("server.address");

  public static final AttributeKey SERVER_PORT = AttributeKey.number("server.port");

  /** The logical name of the service that is called, as configured. */
  public static final AttributeKey SERVICE_PEER_NAME = AttributeKey.string("service.peer.name");

  /** The other end of the connection itself. */
  public static final AttributeKey PEER_ADDRESS = AttributeKey.string("network.peer.address");

  public static final AttributeKey PEER_PORT = AttributeKey.number("network.peer.port");

  /** Only where it is not the one everybody expects ({@code http} for HTTP). */
  public static final AttributeKey PROTOCOL_NAME = AttributeKey.string("network.protocol.name");

  public static final AttributeKey PROTOCOL_VERSION =
      AttributeKey.string("network.protocol.version");

  private NetworkAttributes() {}
}
