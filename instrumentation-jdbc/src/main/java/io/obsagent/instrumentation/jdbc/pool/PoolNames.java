package io.obsagent.instrumentation.jdbc.pool;

import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;

/** How a pool is called that nobody gave a name, as the convention wants it. */
final class PoolNames {
  private PoolNames() {}

  /**
   * {@code server.address:server.port/db.namespace}, as far as known.
   *
   * @param facts null: not known
   * @param library where nothing is known
   */
  static String derived(ConnectionFacts facts, String library) {
    StringBuilder name = new StringBuilder();
    if (facts != null && facts.serverAddress() != null) {
      name.append(facts.serverAddress());
      if (facts.serverPort() >= 0) {
        name.append(':').append(facts.serverPort());
      }
    }
    if (facts != null && facts.namespace() != null) {
      name.append(name.length() == 0 ? "" : "/").append(facts.namespace());
    }
    return name.length() == 0 ? library : name.toString();
  }
}
