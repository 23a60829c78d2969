package io.obsagent.instrumentation.jdbc;

import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;
import io.obsagent.weaving.ForeignState;
import java.sql.Connection;
import java.sql.Statement;

/**
 * What database a connection leads to, asked of the connection itself. Only for connections that no
 * {@code Driver.connect} has opened (a driver's own {@code DataSource}), and once for each.
 */
final class FactsQuestion {
  private FactsQuestion() {}

  /**
   * Never throws and never returns null: where there is no answer, that is the answer, and it is
   * kept too.
   *
   * @param kept what is known of connections
   * @param statement the driver's own, if it could be seen
   */
  static ConnectionFacts ask(ForeignState<ConnectionFacts> kept, Statement statement) {
    Connection connection = connectionOf(statement);
    if (connection == null) {
      return ConnectionFacts.UNKNOWN;
    }
    ConnectionFacts facts = kept.get(connection);
    if (facts == null) {
      Connection physical = physical(connection);
      facts = kept.get(physical);
      if (facts == null) {
        facts = fromMetaData(physical);
        kept.set(physical, facts);
      }
      if (physical != connection) {
        kept.set(connection, facts);
      }
    }
    return facts;
  }

  /** Null for a statement that was closed meanwhile, among other reasons. */
  private static Connection connectionOf(Statement statement) {
    try {
      return statement.getConnection();
    } catch (Throwable refused) {
      return null;
    }
  }

  /** A proxy gives the connection behind it, a driver's connection itself. */
  private static Connection physical(Connection connection) {
    try {
      Connection physical = connection.unwrap(Connection.class);
      return physical == null ? connection : physical;
    } catch (Throwable olderThanJdbc4OrRefused) {
      return connection;
    }
  }

  private static ConnectionFacts fromMetaData(Connection connection) {
    try {
      String url = connection.getMetaData().getURL();
      return url == null ? ConnectionFacts.UNKNOWN : FactsByUrl.of(url);
    } catch (Throwable refused) {
      return ConnectionFacts.UNKNOWN;
    }
  }
}
