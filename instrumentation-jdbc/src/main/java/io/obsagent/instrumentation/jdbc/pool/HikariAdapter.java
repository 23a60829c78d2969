package io.obsagent.instrumentation.jdbc.pool;

import com.zaxxer.hikari.pool.HikariPool;
import java.sql.SQLTransientConnectionException;

/** HikariCP. Its counts go through the bag of connections, a few dozen volatile reads. */
final class HikariAdapter extends PoolAdapter<HikariPool> {
  static final HikariAdapter INSTANCE = new HikariAdapter();

  private HikariAdapter() {}

  @Override
  public String libraryName() {
    return "hikaricp";
  }

  /** HikariCP numbers its pools; what it makes up is stable and what everybody knows them by. */
  @Override
  public String givenName(HikariPool pool) {
    return pool.config.getPoolName();
  }

  @Override
  public boolean isClosed(HikariPool pool) {
    return pool.poolState == HikariPool.POOL_SHUTDOWN;
  }

  @Override
  public long used(HikariPool pool) {
    return pool.getActiveConnections();
  }

  @Override
  public long idle(HikariPool pool) {
    return pool.getIdleConnections();
  }

  @Override
  public long max(HikariPool pool) {
    return pool.config.getMaximumPoolSize();
  }

  @Override
  public long minIdle(HikariPool pool) {
    return pool.config.getMinimumIdle();
  }

  @Override
  public long pending(HikariPool pool) {
    return pool.getThreadsAwaitingConnection();
  }

  @Override
  public boolean isTimeout(Throwable thrown) {
    return thrown instanceof SQLTransientConnectionException;
  }
}
