package io.obsagent.instrumentation.jdbc;

import net.bytebuddy.asm.Advice;

/** Advice on {@code java.sql.Driver} and {@code java.sql.Connection}. */
public final class ConnectionAdvice {
  private ConnectionAdvice() {}

  /** {@code Driver.connect}: where the facts come from; what the driver asks is its own affair. */
  public static final class Connect {
    private Connect() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      return InternalAdvice.enter();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter Object calls, @Advice.Argument(0) String url, @Advice.Return Object made) {
      InternalAdvice.exit(calls);
      // A driver answers null to a URL that is not its own.
      if (made != null && url != null) {
        JdbcRecorder.connected(made, url);
      }
    }
  }

  /** {@code createStatement}. */
  public static final class Create {
    private Create() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This Object connection, @Advice.Return Object statement) {
      if (statement != null) {
        JdbcRecorder.created(connection, statement, null);
      }
    }
  }

  /**
   * {@code prepareStatement} and {@code prepareCall}: drivers that look up what they are to prepare
   * do so for themselves.
   */
  public static final class Prepare {
    private Prepare() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      return InternalAdvice.enter();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object connection,
        @Advice.Enter Object calls,
        @Advice.Argument(0) String sql,
        @Advice.Return Object statement) {
      InternalAdvice.exit(calls);
      if (statement != null) {
        JdbcRecorder.created(connection, statement, sql);
      }
    }
  }
}
