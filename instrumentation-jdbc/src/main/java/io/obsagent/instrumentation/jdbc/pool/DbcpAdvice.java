package io.obsagent.instrumentation.jdbc.pool;

import net.bytebuddy.asm.Advice;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;

/** Advice on Commons DBCP 2. */
public final class DbcpAdvice {
  private DbcpAdvice() {}

  /** False where the pool is of no kind that can be read. */
  private static boolean introduce(Object holder, Object pool, PooledObject<?> made) {
    if (PoolRecorder.isUnknown(holder)) {
      if (!(pool instanceof GenericObjectPool)) {
        return false;
      }
      PoolRecorder.introduce(
          holder,
          (GenericObjectPool<?>) pool,
          DbcpAdapter.INSTANCE,
          made == null ? null : DbcpAdapter.facts(made));
    }
    return true;
  }

  /** {@code PoolingDataSource.getConnection}. */
  public static final class Obtain {
    private Obtain() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      return PoolRecorder.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object source,
        @Advice.Enter Object begun,
        @Advice.Return Object connection,
        @Advice.Thrown Throwable thrown) {
      if (begun == null || !introduce(source, DbcpAdapter.poolOf(source), null)) {
        return;
      }
      if (connection != null) {
        PoolRecorder.obtained(source, connection, begun);
      } else if (DbcpAdapter.INSTANCE.isTimeout(thrown)) {
        PoolRecorder.timedOut(source);
      }
    }
  }

  /** {@code PoolableConnectionFactory.makeObject}. */
  public static final class Create {
    private Create() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      return PoolRecorder.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object factory, @Advice.Enter Object begun, @Advice.Return Object made) {
      if (begun != null
          && made != null
          && introduce(
              factory, ((PoolableConnectionFactory) factory).getPool(), (PooledObject<?>) made)) {
        PoolRecorder.created(factory, begun);
      }
    }
  }
}
