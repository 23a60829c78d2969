package io.obsagent.instrumentation.jdbc.sql;

/**
 * What follows {@code jdbc:oracle:}: a driver type, credentials, and one of a dozen ways to name a
 * database. Source: "Database URLs and Database Specifiers" in Oracle's JDBC guide.
 */
final class OracleUrl {
  private OracleUrl() {}

  static ConnectionFacts parse(String body) {
    // Credentials end at the last @; one inside a description or a property is not theirs.
    int end = UrlParts.firstOf(body, "(?");
    int at = body.substring(0, end).lastIndexOf('@');
    if (at < 0) {
      return facts(null, null, -1);
    }
    String target = body.substring(at + 1).trim();
    if (target.startsWith("(")) {
      return description(target);
    }
    target = target.substring(0, UrlParts.firstOf(target, "?"));
    int slashes = target.indexOf("//");
    if (target.startsWith("ldap")) {
      return facts(directoryEntry(target), null, -1);
    }
    return slashes >= 0 ? service(target.substring(slashes + 2)) : plain(target);
  }

  private static ConnectionFacts description(String text) {
    String name = UrlParts.keyed(text, "service_name");
    if (name == null) {
      name = UrlParts.keyed(text, "sid");
    }
    String host = UrlParts.keyed(text, "host");
    return facts(
        name == null ? null : UrlParts.name(name),
        host == null ? null : UrlParts.host(host),
        UrlParts.port(UrlParts.keyed(text, "port")));
  }

  /** {@code ldap://server:389/service,cn=OracleContext}: the address is the directory's. */
  private static String directoryEntry(String target) {
    int slash = target.lastIndexOf('/');
    String entry = target.substring(slash + 1);
    return UrlParts.name(entry.substring(0, UrlParts.firstOf(entry, ",")));
  }

  /** {@code host:port/service:server/instance}. */
  private static ConnectionFacts service(String target) {
    int slash = UrlParts.firstOf(target, "/");
    String service = slash == target.length() ? "" : target.substring(slash + 1);
    UrlParts parts = UrlParts.authority(target.substring(0, slash), null);
    return facts(
        UrlParts.name(service.substring(0, UrlParts.firstOf(service, ":/"))),
        parts.host,
        parts.port);
  }

  /** {@code host:port:sid}, {@code host:port/service}, or the alias of a description elsewhere. */
  private static ConnectionFacts plain(String target) {
    if (target.indexOf('/') >= 0) {
      return service(target);
    }
    int sid = target.lastIndexOf(':');
    int port = sid < 0 ? -1 : target.lastIndexOf(':', sid - 1);
    if (port >= 0 && target.indexOf(']') < sid) {
      UrlParts parts = UrlParts.authority(target.substring(0, sid), null);
      return facts(UrlParts.name(target.substring(sid + 1)), parts.host, parts.port);
    }
    if (sid >= 0) {
      UrlParts parts = UrlParts.authority(target, null);
      return facts(null, parts.host, parts.port);
    }
    return facts(UrlParts.name(target), null, -1);
  }

  private static ConnectionFacts facts(String name, String host, int port) {
    return new ConnectionFacts(DbSystem.ORACLE, name, host, port);
  }
}
