package io.obsagent.instrumentation.jdbc.sql;

import java.util.Locale;

/**
 * URLs of databases that run in the process or beside it: H2, HSQLDB, Derby, SQLite. The namespace
 * is the name or the path as written, without what says where it is kept.
 */
final class EmbeddedUrl {
  private static final String[] SERVERS = {
    "tcp://", "ssl://", "hsql://", "hsqls://", "http://", "https://", "//"
  };
  private static final String[] STORES = {
    "mem:", "memory:", "file:", "nio:", "res:", "directory:", "classpath:", "zip:", "jar:"
  };

  private EmbeddedUrl() {}

  static ConnectionFacts parse(DbSystem system, String body) {
    String ends = system == DbSystem.SQLITE ? "?" : ";";
    for (String server : SERVERS) {
      if (system != DbSystem.SQLITE && startsWith(body, server)) {
        UrlParts parts = UrlParts.of(body.substring(server.length() - 2), ends + "?");
        String path = parts.path == null ? null : name(parts.path);
        return new ConnectionFacts(system, path, parts.host, parts.port);
      }
    }
    String name = name(body.substring(0, UrlParts.firstOf(body, ends)));
    if (name == null && system == DbSystem.DERBY) {
      name = UrlParts.property(body, ';', "databaseName");
    }
    return new ConnectionFacts(system, name, null, -1);
  }

  private static String name(String text) {
    for (String store : STORES) {
      if (startsWith(text, store)) {
        return UrlParts.name(text.substring(store.length()));
      }
    }
    return text.equals(":memory:") ? null : UrlParts.name(text);
  }

  private static boolean startsWith(String text, String prefix) {
    return text.length() >= prefix.length()
        && text.substring(0, prefix.length()).toLowerCase(Locale.ROOT).equals(prefix);
  }
}
