package io.obsagent.instrumentation.sample;

import com.example.library.Desk;
import net.bytebuddy.asm.Advice;

/** Uses a method of the library. */
public final class CountingAdvice {
  private CountingAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Desk desk) {
    Events.add("counted", desk.count(new int[] {50}));
  }
}
