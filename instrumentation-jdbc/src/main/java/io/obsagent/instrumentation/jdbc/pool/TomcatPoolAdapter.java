package io.obsagent.instrumentation.jdbc.pool;

import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;
import io.obsagent.instrumentation.jdbc.sql.JdbcUrlParser;
import org.apache.tomcat.jdbc.pool.ConnectionPool;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;

/** Tomcat's JDBC pool. Its counts are sizes of queues, read without their locks. */
final class TomcatPoolAdapter extends PoolAdapter<ConnectionPool> {
  static final TomcatPoolAdapter INSTANCE = new TomcatPoolAdapter();

  /** How the names begin that the pool makes up: the rest changes from start to start. */
  private static final String MADE_UP = "Tomcat Connection Pool[";

  private TomcatPoolAdapter() {}

  @Override
  public String libraryName() {
    return "tomcat-jdbc";
  }

  @Override
  public String givenName(ConnectionPool pool) {
    String name = pool.getPoolProperties().getName();
    return name == null || name.startsWith(MADE_UP) ? null : name;
  }

  /** Of its database; null where the pool itself asks a data source. */
  static ConnectionFacts facts(ConnectionPool pool) {
    String url = pool.getPoolProperties().getUrl();
    return url == null ? null : JdbcUrlParser.parse(url);
  }

  @Override
  public boolean isClosed(ConnectionPool pool) {
    return pool.isClosed();
  }

  @Override
  public long used(ConnectionPool pool) {
    return pool.getActive();
  }

  @Override
  public long idle(ConnectionPool pool) {
    return pool.getIdle();
  }

  @Override
  public long max(ConnectionPool pool) {
    return pool.getPoolProperties().getMaxActive();
  }

  @Override
  public long minIdle(ConnectionPool pool) {
    return pool.getPoolProperties().getMinIdle();
  }

  @Override
  public long pending(ConnectionPool pool) {
    return pool.getWaitCount();
  }

  @Override
  public boolean isTimeout(Throwable thrown) {
    return thrown instanceof PoolExhaustedException;
  }
}
