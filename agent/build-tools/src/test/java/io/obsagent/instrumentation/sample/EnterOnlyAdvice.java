package io.obsagent.instrumentation.sample;

import net.bytebuddy.asm.Advice;

/** Has an enter only. */
public final class EnterOnlyAdvice {
  private EnterOnlyAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(@Advice.AllArguments Object[] all) {
    Events.add("enter", all);
    return all;
  }
}
