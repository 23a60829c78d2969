package io.obsagent.instrumentation.kafka;

import net.bytebuddy.asm.Advice;

/** What is woven into the methods of frameworks that poll for the application. */
public final class FrameworkAdvice {
  private FrameworkAdvice() {}

  /** A method inside which the framework polls. */
  public static final class Polling {
    private Polling() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      FrameworkPolls.begin();
      return Boolean.TRUE;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object begun) {
      if (begun != null) {
        FrameworkPolls.end();
      }
    }
  }
}
