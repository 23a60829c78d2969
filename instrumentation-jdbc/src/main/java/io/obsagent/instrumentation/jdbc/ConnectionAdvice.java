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
      JdbcCalls calls = JdbcCalls.ofThread();
      calls.beginInternal();
      return calls;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter Object calls, @Advice.Argument(0) String url, @Advice.Return Object made) {
      if (calls != null) {
        ((JdbcCalls) calls).endInternal();
      }
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

  /** {@code prepareStatement} and {@code prepareCall}. */
  public static final class Prepare {
    private Prepare() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object connection,
        @Advice.Argument(0) String sql,
        @Advice.Return Object statement) {
      if (statement != null) {
        JdbcRecorder.created(connection, statement, sql);
      }
    }
  }
}
