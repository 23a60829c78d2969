package io.obsagent.instrumentation.jdbc.sql;

import java.util.Locale;

/**
 * Reads a JDBC URL the way its driver does, as far as spans need it. Sources: the URL chapters of
 * the drivers' manuals. Never throws, never touches the network, keeps neither the URL nor its
 * credentials. Meant for once per connection: it allocates. Safe for any thread.
 */
public final class JdbcUrlParser {
  /** Where the properties begin, if not before. */
  private static final String PROPERTIES = "?;&#";

  private static final String LOCALHOST = "localhost";

  /** Drivers that only wrap another one: {@code jdbc:<wrapper>:<scheme>:...}. */
  private static final String[] WRAPPERS = {
    "tc:",
    "p6spy:",
    "otel:",
    "tracing:",
    "log4jdbc:",
    "aws-wrapper:",
    "datadog:",
    "microsoft:",
    "google:"
  };

  private JdbcUrlParser() {}

  /**
   * The facts in a URL.
   *
   * @param url as given to the driver; may be null or anything at all
   * @return never null; {@link ConnectionFacts#UNKNOWN} when nothing is known
   */
  public static ConnectionFacts parse(String url) {
    String rest = url == null ? null : unwrapped(url.trim());
    if (rest == null) {
      return ConnectionFacts.UNKNOWN;
    }
    int colon = rest.indexOf(':');
    if (colon < 0) {
      return ConnectionFacts.UNKNOWN;
    }
    String scheme = rest.substring(0, colon);
    String body = rest.substring(colon + 1);
    if (scheme.equalsIgnoreCase("jtds")) {
      return jtds(body);
    }
    return parse(DbSystem.of(scheme), body);
  }

  private static ConnectionFacts parse(DbSystem system, String body) {
    switch (system) {
      case POSTGRESQL:
      case REDSHIFT:
        return postgresql(system, body);
      case MYSQL:
      case MARIADB:
        return server(system, fromAuthority(body), LOCALHOST);
      case ORACLE:
        return OracleUrl.parse(body);
      case SQL_SERVER:
        return sqlServer(body);
      case H2:
      case HSQLDB:
      case DERBY:
      case SQLITE:
        return EmbeddedUrl.parse(system, body);
      case HANA:
        return hana(body);
      case DB2:
      case INFORMIX:
        return ibm(system, body);
      case TRINO:
        return trino(body);
      case TERADATA:
        return teradata(body);
      default:
        return server(system, fromAuthority(body), null);
    }
  }

  /** What follows {@code jdbc:} and the wrappers; null when it is no JDBC URL. */
  private static String unwrapped(String url) {
    int druid = url.indexOf(":jdbc:");
    String rest = druid < 0 || !startsWith(url, "jdbc:wrap-jdbc:") ? url : url.substring(druid + 1);
    if (startsWith(rest, "jdbc-secretsmanager:")) {
      rest = rest.substring("jdbc-secretsmanager:".length());
    } else if (startsWith(rest, "jdbc:")) {
      rest = rest.substring("jdbc:".length());
    } else {
      return null;
    }
    for (int i = 0; i < WRAPPERS.length; i++) {
      if (startsWith(rest, WRAPPERS[i])) {
        rest = rest.substring(WRAPPERS[i].length());
        if (WRAPPERS[i].equals("tc:")) {
          rest = withoutImageTag(rest);
        }
        i = -1; // one wrapper may wrap another
      }
    }
    return rest;
  }

  /** {@code postgresql:16-alpine:///db} of Testcontainers. */
  private static String withoutImageTag(String rest) {
    int slashes = rest.indexOf("//");
    int colon = rest.indexOf(':');
    return colon >= 0 && slashes > colon
        ? rest.substring(0, colon + 1) + rest.substring(slashes)
        : rest;
  }

  /** Without {@code loadbalance:} and the like before the slashes. */
  private static String fromAuthority(String body) {
    int slashes = body.indexOf("//");
    int end = UrlParts.firstOf(body, "?;@");
    return slashes > 0 && slashes < end ? body.substring(slashes) : body;
  }

  private static ConnectionFacts server(DbSystem system, String body, String defaultHost) {
    if (!body.startsWith("//") && body.indexOf('@') < 0) {
      return new ConnectionFacts(system, null, null, -1); // of what is not understood, nothing
    }
    UrlParts parts = UrlParts.of(body, PROPERTIES);
    String host = hasNoAuthority(body) ? defaultHost : parts.host;
    return new ConnectionFacts(system, parts.path, host, parts.port);
  }

  /** {@code //host:port/db:a=b;c=d;} or {@code db:a=b;}: IBM's properties begin with a colon. */
  private static ConnectionFacts ibm(DbSystem system, String body) {
    int path = body.startsWith("//") ? body.indexOf('/', 2) : 0;
    int from = path < 0 ? body.length() : path;
    int end = from + UrlParts.firstOf(body.substring(from), ":" + PROPERTIES);
    UrlParts parts = UrlParts.of(body.substring(0, end), PROPERTIES);
    return new ConnectionFacts(system, parts.path, parts.host, parts.port);
  }

  private static boolean hasNoAuthority(String body) {
    return !body.startsWith("//") || body.length() == 2 || "/?".indexOf(body.charAt(2)) >= 0;
  }

  private static ConnectionFacts postgresql(DbSystem system, String body) {
    String text = body.startsWith("iam:") ? body.substring("iam:".length()) : body;
    UrlParts parts = UrlParts.of(text, PROPERTIES);
    String schema = UrlParts.property(text, '?', "currentSchema");
    if (schema != null) {
      schema = UrlParts.name(schema.substring(0, UrlParts.firstOf(schema, ",")));
    }
    return new ConnectionFacts(
        system,
        joined(parts.path, schema),
        hasNoAuthority(text) ? LOCALHOST : parts.host,
        parts.port);
  }

  private static ConnectionFacts sqlServer(String body) {
    int end = UrlParts.firstOf(body, ";");
    String authority = body.substring(0, end);
    String instance = null;
    if (authority.startsWith("//") && authority.indexOf('@') < 0) {
      authority = authority.substring(2);
      int backslash = authority.indexOf('\\');
      if (backslash >= 0) {
        int colon = backslash + UrlParts.firstOf(authority.substring(backslash), ":");
        instance = UrlParts.name(authority.substring(backslash + 1, colon));
        authority = authority.substring(0, backslash) + authority.substring(colon);
      }
    } else {
      authority = "";
    }
    UrlParts parts = UrlParts.authority(authority, null);
    String host = or(parts.host, property(body, "serverName", "server"));
    int port = parts.port;
    if (port < 0) {
      port = UrlParts.port(property(body, "portNumber", "port"));
    }
    return new ConnectionFacts(
        DbSystem.SQL_SERVER,
        joined(
            or(instance, property(body, "instanceName", null)),
            property(body, "databaseName", "database")),
        host == null ? null : UrlParts.host(host),
        port);
  }

  private static ConnectionFacts jtds(String body) {
    boolean sqlServer = startsWith(body, "sqlserver:");
    DbSystem system = sqlServer ? DbSystem.SQL_SERVER : DbSystem.OTHER;
    String text = body.substring(Math.min(body.length(), body.indexOf(':') + 1));
    UrlParts parts = UrlParts.of(text, ";");
    String instance = UrlParts.property(text, ';', "instance");
    String database = or(parts.path, UrlParts.property(text, ';', "databaseName"));
    return new ConnectionFacts(system, joined(instance, database), parts.host, parts.port);
  }

  private static ConnectionFacts hana(String body) {
    UrlParts parts = UrlParts.of(body.replace(';', ','), "?");
    String database = UrlParts.property(body, '?', "databaseName");
    return new ConnectionFacts(DbSystem.HANA, database, parts.host, parts.port);
  }

  private static ConnectionFacts trino(String body) {
    UrlParts parts = UrlParts.of(body, "?");
    String path = parts.path == null ? null : parts.path.replace('/', '|');
    return new ConnectionFacts(DbSystem.TRINO, path, parts.host, parts.port);
  }

  /** {@code //host/DATABASE=db,DBS_PORT=1025}. */
  private static ConnectionFacts teradata(String body) {
    int slash = body.indexOf('/', Math.min(2, body.length()));
    UrlParts parts = UrlParts.of(slash < 0 ? body : body.substring(0, slash), "?");
    String properties = slash < 0 ? "" : "/" + body.substring(slash + 1).replace(',', '&');
    return new ConnectionFacts(
        DbSystem.TERADATA,
        UrlParts.property(properties, '/', "DATABASE"),
        parts.host,
        UrlParts.port(UrlParts.property(properties, '/', "DBS_PORT")));
  }

  private static String property(String body, String key, String other) {
    String value = UrlParts.property(body, ';', key);
    return value != null || other == null ? value : UrlParts.property(body, ';', other);
  }

  private static String or(String first, String second) {
    return first != null ? first : second;
  }

  private static String joined(String general, String special) {
    if (general == null || special == null) {
      return or(general, special);
    }
    return general + '|' + special;
  }

  private static boolean startsWith(String text, String prefix) {
    return text.length() >= prefix.length()
        && text.substring(0, prefix.length()).toLowerCase(Locale.ROOT).equals(prefix);
  }
}
