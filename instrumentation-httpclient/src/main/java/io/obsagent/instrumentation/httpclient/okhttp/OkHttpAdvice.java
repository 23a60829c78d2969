package io.obsagent.instrumentation.httpclient.okhttp;

import net.bytebuddy.asm.Advice;

/** Advice on the levels of {@link OkHttpInstrumentation}. */
public final class OkHttpAdvice {
  private OkHttpAdvice() {}

  /** {@code RealCall.enqueue}: what follows runs on one of the dispatcher's threads. */
  public static final class Enqueue {
    private Enqueue() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
        @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0))
    public static Object[] enter(@Advice.This Object call, @Advice.Argument(0) Object callback) {
      return callback == null ? null : new Object[] {OkHttpCallback.of(call, callback)};
    }
  }

  /** The whole of a call, on the thread that carries it out. */
  public static final class Chain {
    private Chain() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object call) {
      return OkHttpCall.begin(call);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object call, @Advice.Thrown Throwable thrown) {
      if (call != null) {
        ((OkHttpCall) call).end(thrown);
      }
    }
  }

  /** One attempt: gets a connection, sends the request, receives the head of the answer. */
  public static final class Attempt {
    private Attempt() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.Argument(0) Object chain) {
      OkHttpCall call = OkHttpCall.current();
      return call != null && call.attempt(chain) ? call : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter Object call,
        @Advice.Return Object response,
        @Advice.Thrown Throwable thrown) {
      if (call != null) {
        ((OkHttpCall) call).answered(response, thrown);
      }
    }
  }

  /** The attempt has its connection. */
  public static final class Connected {
    private Connected() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) Object chain) {
      OkHttpCall call = OkHttpCall.current();
      if (call != null) {
        call.connected(chain);
      }
    }
  }

  /** The headers go out. */
  public static final class Write {
    private Write() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
        @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0))
    public static Object[] enter(@Advice.Argument(0) Object request) {
      OkHttpCall call = OkHttpCall.current();
      return call == null ? null : call.identified(request);
    }
  }
}
