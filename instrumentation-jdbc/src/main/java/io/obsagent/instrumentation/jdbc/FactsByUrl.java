package io.obsagent.instrumentation.jdbc;

import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;
import io.obsagent.instrumentation.jdbc.sql.JdbcUrlParser;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What JDBC URLs say, each read once: all connections of a pool then share the very same texts.
 * Bounded; thread-safe without locks of ours.
 */
final class FactsByUrl {
  private static final String OTHER = ConnectionFacts.UNKNOWN.dbSystem();

  /** Applications have a few; one that makes up a URL per connection gets them read each time. */
  private static final int MAX_URLS = 256;

  private static final ConcurrentHashMap<String, ConnectionFacts> KNOWN = new ConcurrentHashMap<>();

  private FactsByUrl() {}

  /** Never null; the URL itself, which may hold a password, is kept in memory and nowhere else. */
  static ConnectionFacts of(String url) {
    ConnectionFacts facts = KNOWN.get(url);
    if (facts == null) {
      facts = JdbcUrlParser.parse(url);
      if (KNOWN.size() < MAX_URLS) {
        KNOWN.put(url, facts);
      }
    }
    return facts;
  }

  /** Whether these name a database; those of a pool's or a tracer's own URL do not. */
  static boolean nameDatabase(ConnectionFacts facts) {
    return facts != null && !facts.dbSystem().equals(OTHER);
  }
}
