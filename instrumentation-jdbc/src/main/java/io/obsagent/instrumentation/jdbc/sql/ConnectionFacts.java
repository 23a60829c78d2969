package io.obsagent.instrumentation.jdbc.sql;

/**
 * What a span says about the connection a statement runs on, read from the JDBC URL alone. Holds no
 * user, no password and no other property of the URL. Immutable, safe for any thread.
 */
public final class ConnectionFacts {

  /** Of a URL nobody can read: {@code other_sql}, and nothing known. */
  public static final ConnectionFacts UNKNOWN = new ConnectionFacts(DbSystem.OTHER, null, null, -1);

  private final DbSystem system;
  private final String namespace;
  private final String serverAddress;
  private final int serverPort;

  ConnectionFacts(DbSystem system, String namespace, String serverAddress, int serverPort) {
    this.system = system;
    this.namespace = namespace;
    this.serverAddress = serverAddress;
    this.serverPort = serverAddress == null ? -1 : serverPort;
  }

  /** {@code db.system.name}; never null. */
  public String dbSystem() {
    return system.conventionName;
  }

  /**
   * {@code db.namespace}, parts from the general to the special joined by {@code |}, case kept;
   * null when the URL does not tell. It is the database of the connection's beginning: a later
   * {@code USE} is not seen.
   */
  public String namespace() {
    return namespace;
  }

  /**
   * {@code server.address}: the first host of the URL, an IPv6 address without brackets; null for
   * databases in the process and aliases resolved elsewhere.
   */
  public String serverAddress() {
    return serverAddress;
  }

  /** The port written in the URL, -1 when there is none. */
  public int serverPort() {
    return serverPort;
  }

  /** {@code server.port}: the port in the URL unless it is the system's default, else -1. */
  public int reportedPort() {
    return serverPort == system.defaultPort ? -1 : serverPort;
  }

  /** How statements of this connection are read; never null. */
  public SqlDialect dialect() {
    return system.dialect;
  }

  @Override
  public String toString() {
    return dbSystem() + " " + serverAddress + ":" + serverPort + " " + namespace;
  }
}
