package io.obsagent.instrumentation.jdbc;

import net.bytebuddy.asm.Advice;

/**
 * Advice on the methods of {@code java.sql.Connection} that end a transaction: spans where they are
 * asked for. What the driver executes on the way is its own affair in any case.
 */
public final class TransactionAdvice {
  private TransactionAdvice() {}

  /** {@code commit}. */
  public static final class Commit {
    private Commit() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object connection) {
      return Transaction.begin(connection, "COMMIT");
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
      Transaction.end(begun, thrown);
    }
  }

  /** {@code rollback}, also to a savepoint. */
  public static final class Rollback {
    private Rollback() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object connection) {
      return Transaction.begin(connection, "ROLLBACK");
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
      Transaction.end(begun, thrown);
    }
  }
}
