package io.obsagent.instrumentation.sample;

import com.example.library.Desk;
import net.bytebuddy.asm.Advice;

/** Bound to the library, with everything an advice may ask for. */
public final class ServeAdvice {
  private ServeAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(
      @Advice.This Desk desk,
      @Advice.Argument(0) String guest,
      @Advice.Argument(1) long number,
      @Advice.AllArguments Object[] all,
      @Advice.Origin("#m") String origin) {
    Events.add("enter", desk.getClass().getName(), guest, number, all, origin);
    return "state of " + guest;
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object state,
      @Advice.This Object desk,
      @Advice.Argument(2) double rate,
      @Advice.Argument(0) Object guest,
      @Advice.Return String returned,
      @Advice.Thrown Throwable thrown) {
    Events.add(
        "exit",
        state,
        desk.getClass().getName(),
        rate,
        guest,
        returned,
        thrown == null ? null : thrown.toString());
  }
}
