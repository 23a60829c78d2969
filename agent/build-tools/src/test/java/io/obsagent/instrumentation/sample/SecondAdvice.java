package io.obsagent.instrumentation.sample;

import net.bytebuddy.asm.Advice;

/** For a method that two instrumentations weave. */
public final class SecondAdvice {
  private SecondAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.Argument(0) String guest) {
    Events.add("second enter", guest);
    return "second";
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object state, @Advice.Argument(0) String guest) {
    Events.add("second exit", state, guest);
  }
}
