package io.obsagent.instrumentation.jdbc.pool;

import net.bytebuddy.asm.Advice;

/** {@code close} of what an application takes for the connection. */
public final class ReturnAdvice {
  private ReturnAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object connection) {
    PoolRecorder.returned(connection);
  }
}
