package io.obsagent.instrumentation.sample;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Has an exit only, and only for what returns. */
public final class ReturnsOnlyAdvice {
  private ReturnsOnlyAdvice() {}

  @Advice.OnMethodExit(inline = false)
  public static void exit(
      @Advice.This Object self, @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object returned) {
    Events.add("exit", self.getClass().getName(), returned);
  }
}
