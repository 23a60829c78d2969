package io.obsagent.instrumentation.jdbc;

import net.bytebuddy.asm.Advice;

/** Advice on {@code java.sql.Statement} and what extends it. */
public final class StatementAdvice {
  private StatementAdvice() {}

  /** The execute methods that are given their SQL. */
  public static final class ExecuteText {
    private ExecuteText() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object statement, @Advice.Argument(0) String sql) {
      return JdbcRecorder.begin(statement, sql, false);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object call, @Advice.Thrown Throwable thrown) {
      JdbcRecorder.end((JdbcCall) call, thrown);
    }
  }

  /** The execute methods of what was prepared. */
  public static final class ExecutePrepared {
    private ExecutePrepared() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object statement) {
      return JdbcRecorder.begin(statement, null, false);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object call, @Advice.Thrown Throwable thrown) {
      JdbcRecorder.end((JdbcCall) call, thrown);
    }
  }

  /** {@code executeBatch} and {@code executeLargeBatch}: the batch is empty afterwards. */
  public static final class ExecuteBatch {
    private ExecuteBatch() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object statement) {
      return JdbcRecorder.begin(statement, null, true);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object statement, @Advice.Enter Object call, @Advice.Thrown Throwable thrown) {
      if (call == null) {
        JdbcRecorder.clearBatch(statement);
      } else {
        JdbcRecorder.end((JdbcCall) call, thrown);
      }
    }
  }

  /** {@code addBatch(String)}. */
  public static final class AddText {
    private AddText() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object statement) {
      return beginAdding(statement);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter Object batch,
        @Advice.Argument(0) String sql,
        @Advice.Thrown Throwable thrown) {
      endAdding(batch, sql, thrown);
    }
  }

  /** {@code addBatch()}. */
  public static final class AddPrepared {
    private AddPrepared() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object statement) {
      return beginAdding(statement);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object batch, @Advice.Thrown Throwable thrown) {
      endAdding(batch, null, thrown);
    }
  }

  /** {@code clearBatch}. */
  public static final class ClearBatch {
    private ClearBatch() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object statement) {
      JdbcRecorder.clearBatch(statement);
    }
  }

  /** {@code cancel}: what it interrupts has not failed, and how the driver does it is not ours. */
  public static final class Cancel {
    private Cancel() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object statement) {
      JdbcRecorder.stateOf(statement).cancel();
      return InternalAdvice.enter();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object calls) {
      InternalAdvice.exit(calls);
    }
  }

  /** {@code setQueryTimeout}: tells a timeout from a cancel. */
  public static final class Timeout {
    private Timeout() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object statement, @Advice.Argument(0) int seconds) {
      JdbcRecorder.stateOf(statement).timeout(seconds);
    }
  }

  private static Object beginAdding(Object statement) {
    Batch batch = JdbcRecorder.stateOf(statement).batch();
    return batch.beginAdding() ? batch : null;
  }

  private static void endAdding(Object batch, String sql, Throwable thrown) {
    if (batch != null) {
      ((Batch) batch).endAdding(sql, thrown == null);
    }
  }
}
