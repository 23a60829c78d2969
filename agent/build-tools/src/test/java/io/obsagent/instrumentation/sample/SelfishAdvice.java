package io.obsagent.instrumentation.sample;

import net.bytebuddy.asm.Advice;

/** Its initialiser calls whatever the test wants, for example what the advice is woven into. */
public final class SelfishAdvice {
  static {
    Events.add("initialising");
    Events.callback().run();
  }

  private SelfishAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter() {
    Events.add("enter");
  }
}
