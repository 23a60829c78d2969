package io.obsagent.instrumentation.sample;

import io.obsagent.weaving.ForeignState;
import net.bytebuddy.asm.Advice;

/** Counts the calls of an object, on the object. */
public final class StateAdvice {
  public static final ForeignState<Integer> CALLS = ForeignState.named("sample.calls");

  private StateAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object self) {
    Integer calls = CALLS.get(self);
    CALLS.set(self, calls == null ? 1 : calls + 1);
  }
}
