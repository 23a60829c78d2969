package io.obsagent.instrumentation.sample;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Replaces one argument by an element of an array, and keeps another element for itself. */
public final class TakeOverArrayAdvice {
  private TakeOverArrayAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  @Advice.AssignReturned.ToArguments(
      @Advice.AssignReturned.ToArguments.ToArgument(
          value = 1,
          index = 0,
          typing = Assigner.Typing.DYNAMIC))
  public static Object[] enter(@Advice.Argument(1) Object text) {
    Events.add("enter", text);
    return text == null ? null : new Object[] {text.equals("text") ? "other" : null, "kept"};
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter Object[] entered, @Advice.Argument(1) Object text) {
    Events.add("exit", entered, text);
  }
}
