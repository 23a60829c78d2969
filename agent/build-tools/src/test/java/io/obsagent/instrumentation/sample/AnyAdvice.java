package io.obsagent.instrumentation.sample;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Mentions no library type. */
public final class AnyAdvice {
  private AnyAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.AllArguments Object[] all, @Advice.Origin("#m") String origin) {
    Events.add("enter", all, origin);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object returned,
      @Advice.AllArguments Object[] all,
      @Advice.Thrown Throwable thrown) {
    Events.add("exit", returned, all, thrown == null ? null : thrown.toString());
  }
}
