package io.obsagent.instrumentation.jdbc.pool;

import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;
import io.obsagent.weaving.ForeignMembers;
import java.lang.invoke.MethodHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import javax.management.ObjectName;
import org.apache.commons.dbcp2.PoolableConnection;
import org.apache.commons.dbcp2.PoolingDataSource;
import org.apache.commons.pool2.ObjectPool;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;

/**
 * Commons DBCP 2, by the object pool in it: the data source's own getters take the lock under which
 * it opens its first connections. The object pool's take the lock of its queue for a moment.
 */
final class DbcpAdapter extends PoolAdapter<GenericObjectPool<?>> {
  static final DbcpAdapter INSTANCE = new DbcpAdapter();

  /** {@code PoolingDataSource.pool}, whose getter is protected; null where there is none. */
  private static final MethodHandle POOL = poolGetter();

  /** The JMX domain of pools that nobody named. */
  private static final String MADE_UP = "org.apache.commons.pool2";

  private DbcpAdapter() {}

  private static MethodHandle poolGetter() {
    try {
      return ForeignMembers.getter(PoolingDataSource.class, "pool", ObjectPool.class);
    } catch (ReflectiveOperationException | RuntimeException unreachable) {
      return null;
    }
  }

  /** Null where it cannot be had. */
  static Object poolOf(Object source) {
    if (POOL == null) {
      return null;
    }
    try {
      return (Object) POOL.invokeExact(source);
    } catch (Throwable unreachable) {
      return null;
    }
  }

  /** Of the database a connection leads to; null if unknown. */
  static ConnectionFacts facts(PooledObject<?> made) {
    Object connection = made.getObject();
    if (!(connection instanceof PoolableConnection)) {
      return null;
    }
    Connection innermost = ((PoolableConnection) connection).getInnermostDelegate();
    return innermost == null ? null : PoolRecorder.factsOf(innermost);
  }

  @Override
  public String libraryName() {
    return "apache-dbcp";
  }

  /**
   * The one in the data source's JMX name; what an object pool is called by itself says nothing.
   */
  @Override
  public String givenName(GenericObjectPool<?> pool) {
    ObjectName name = pool.getJmxName();
    return name == null || name.getDomain().equals(MADE_UP) ? null : name.getKeyProperty("name");
  }

  @Override
  public boolean isClosed(GenericObjectPool<?> pool) {
    return pool.isClosed();
  }

  @Override
  public long used(GenericObjectPool<?> pool) {
    return pool.getNumActive();
  }

  @Override
  public long idle(GenericObjectPool<?> pool) {
    return pool.getNumIdle();
  }

  @Override
  public long max(GenericObjectPool<?> pool) {
    return pool.getMaxTotal();
  }

  @Override
  public long minIdle(GenericObjectPool<?> pool) {
    return pool.getMinIdle();
  }

  @Override
  public long pending(GenericObjectPool<?> pool) {
    return pool.getNumWaiters();
  }

  @Override
  public boolean isTimeout(Throwable thrown) {
    return thrown instanceof SQLException && thrown.getCause() instanceof NoSuchElementException;
  }
}
