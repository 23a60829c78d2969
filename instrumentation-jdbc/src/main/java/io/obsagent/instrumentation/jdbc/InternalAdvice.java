package io.obsagent.instrumentation.jdbc;

import net.bytebuddy.asm.Advice;

/**
 * Advice on calls that drivers answer with statements of their own: {@code Connection.commit},
 * {@code isValid} and the like, {@code Statement.getGeneratedKeys}. The application did not execute
 * these, so they are no spans.
 */
public final class InternalAdvice {
  private InternalAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter() {
    JdbcCalls calls = JdbcCalls.ofThread();
    calls.beginInternal();
    return calls;
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object calls) {
    if (calls != null) {
      ((JdbcCalls) calls).endInternal();
    }
  }
}
