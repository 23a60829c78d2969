package io.obsagent.instrumentation.jdbc.pool;

import com.zaxxer.hikari.pool.HikariPool;
import net.bytebuddy.asm.Advice;

/** Advice on HikariCP's pool. */
public final class HikariAdvice {
  private HikariAdvice() {}

  private static void introduce(Object pool) {
    if (PoolRecorder.isUnknown(pool)) {
      PoolRecorder.introduce(pool, (HikariPool) pool, HikariAdapter.INSTANCE, null);
    }
  }

  /** {@code getConnection}, the one that waits. */
  public static final class Obtain {
    private Obtain() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      return PoolRecorder.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object pool,
        @Advice.Enter Object begun,
        @Advice.Return Object connection,
        @Advice.Thrown Throwable thrown) {
      if (begun == null) {
        return;
      }
      introduce(pool);
      if (connection != null) {
        PoolRecorder.obtained(pool, connection, begun);
      } else if (HikariAdapter.INSTANCE.isTimeout(thrown)) {
        PoolRecorder.timedOut(pool);
      }
    }
  }

  /** {@code newConnection}. */
  public static final class Create {
    private Create() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      return PoolRecorder.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object pool, @Advice.Enter Object begun, @Advice.Return Object connection) {
      if (begun != null && connection != null) {
        introduce(pool);
        PoolRecorder.created(pool, begun);
      }
    }
  }
}
