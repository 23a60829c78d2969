package io.obsagent.instrumentation.sample;

import net.bytebuddy.asm.Advice;

/** Replaces a text argument and a returned text. */
public final class TakeOverAdvice {
  private TakeOverAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
  public static String enter(@Advice.Argument(0) String text) {
    Events.add("enter", text);
    return text == null ? null : text.concat("-in");
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  @Advice.AssignReturned.ToReturned
  public static String exit(
      @Advice.Enter Object entered,
      @Advice.Argument(0) String argument,
      @Advice.Return String returned,
      @Advice.Thrown Throwable thrown) {
    Events.add("exit", entered, argument, returned, thrown == null ? null : thrown.toString());
    return returned == null || returned.equals("keep-in") ? null : returned.concat("-out");
  }
}
