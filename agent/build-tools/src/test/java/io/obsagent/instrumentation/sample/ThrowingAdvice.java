package io.obsagent.instrumentation.sample;

import net.bytebuddy.asm.Advice;

/** Fails at enter and at exit. */
public final class ThrowingAdvice {
  private ThrowingAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter() {
    Events.add("enter");
    throw new IllegalStateException("enter");
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object state) {
    Events.add("exit", state);
    throw new Error("exit");
  }
}
