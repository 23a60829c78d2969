package io.obsagent.instrumentation.httpclient.apache5;

import net.bytebuddy.asm.Advice;

/** Advice on the levels of {@link Apache5Instrumentation}. */
public final class Apache5Advice {
  private Apache5Advice() {}

  /** The application's call, with all its redirects, challenges and retries. */
  public static final class Call {
    private Call() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.Argument(1) Object request) {
      return Apache5Call.begin(request);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object call, @Advice.Thrown Throwable thrown) {
      if (call != null) {
        ((Apache5Call) call).end(thrown);
      }
    }
  }

  /** The element of the execution chain that gets a connection. */
  public static final class Connect {
    private Connect() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(
        @Advice.Argument(0) Object request, @Advice.Argument(1) Object scope) {
      Apache5Call call = Apache5Call.current();
      if (call != null) {
        call.connect(request, scope);
      }
      return call;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object call, @Advice.Thrown Throwable thrown) {
      if (call != null && thrown != null) {
        ((Apache5Call) call).failed(thrown);
      }
    }
  }

  /** One request on the wire, and the head of its answer. */
  public static final class Exchange {
    private Exchange() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(
        @Advice.Argument(0) Object request, @Advice.Argument(1) Object connection) {
      Apache5Call call = Apache5Call.current();
      return call != null && call.send(request, connection) ? call : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter Object call,
        @Advice.Return Object response,
        @Advice.Thrown Throwable thrown) {
      if (call != null) {
        ((Apache5Call) call).answered(response, thrown);
      }
    }
  }
}
