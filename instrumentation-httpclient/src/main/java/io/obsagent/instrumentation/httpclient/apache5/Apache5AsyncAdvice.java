package io.obsagent.instrumentation.httpclient.apache5;

import net.bytebuddy.asm.Advice;

/** Advice on the levels of {@link Apache5AsyncInstrumentation}. */
public final class Apache5AsyncAdvice {
  private Apache5AsyncAdvice() {}

  /** The application's call, up to its return. */
  public static final class Call {
    private Call() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
        @Advice.AssignReturned.ToArguments.ToArgument(value = 5, index = 0))
    public static Object[] enter(@Advice.Argument(5) Object callback) {
      Apache5AsyncCall call = Apache5AsyncCall.start();
      return new Object[] {Apache5FutureCallback.of(callback, call), call};
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object[] call) {
      if (call != null) {
        ((Apache5AsyncCall) call[1]).started();
      }
    }
  }

  /** The element of the execution chain that gets a connection: an attempt begins. */
  public static final class Connect {
    private Connect() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
        @Advice.AssignReturned.ToArguments.ToArgument(value = 4, index = 0))
    public static Object[] enter(
        @Advice.Argument(0) Object request,
        @Advice.Argument(2) Object scope,
        @Advice.Argument(4) Object callback) {
      Object shown = Apache5AsyncCall.attempt(request, scope, callback);
      return shown == null ? null : new Object[] {shown};
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object[] shown, @Advice.Thrown Throwable thrown) {
      if (shown != null && thrown != null) {
        ((Apache5ExecCallback) shown[0]).thrown(thrown);
      }
    }
  }
}
