package io.obsagent.instrumentation.jdbc.pool;

import net.bytebuddy.asm.Advice;
import org.apache.tomcat.jdbc.pool.ConnectionPool;

/** Advice on Tomcat's JDBC pool. */
public final class TomcatPoolAdvice {
  private TomcatPoolAdvice() {}

  private static void introduce(Object pool) {
    if (PoolRecorder.isUnknown(pool)) {
      ConnectionPool known = (ConnectionPool) pool;
      PoolRecorder.introduce(
          pool, known, TomcatPoolAdapter.INSTANCE, TomcatPoolAdapter.facts(known));
    }
  }

  /** {@code getConnection}. */
  public static final class Obtain {
    private Obtain() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      return PoolRecorder.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object pool, @Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
      if (begun == null) {
        return;
      }
      introduce(pool);
      if (thrown == null) {
        PoolRecorder.waited(pool, begun);
      } else if (TomcatPoolAdapter.INSTANCE.isTimeout(thrown)) {
        PoolRecorder.timedOut(pool);
      }
    }
  }

  /** {@code setupConnection}: a connection is about to be handed out. */
  public static final class Lend {
    private Lend() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      return PoolRecorder.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object pool,
        @Advice.Argument(0) Object pooled,
        @Advice.Enter Object begun,
        @Advice.Thrown Throwable thrown) {
      if (begun != null && thrown == null && pooled != null) {
        introduce(pool);
        PoolRecorder.lent(pool, pooled);
      }
    }
  }

  /** {@code returnConnection}; connections that were only made ahead were never lent. */
  public static final class GiveBack {
    private GiveBack() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) Object pooled) {
      if (pooled != null) {
        PoolRecorder.returned(pooled);
      }
    }
  }

  /** {@code createConnection}. */
  public static final class Create {
    private Create() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      return PoolRecorder.begin();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object pool, @Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
      if (begun != null && thrown == null) {
        introduce(pool);
        PoolRecorder.created(pool, begun);
      }
    }
  }
}
