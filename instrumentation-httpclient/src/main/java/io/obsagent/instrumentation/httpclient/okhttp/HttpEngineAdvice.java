package io.obsagent.instrumentation.httpclient.okhttp;

import net.bytebuddy.asm.Advice;

/** Advice on {@code HttpEngine}, which did before 3.4 what interceptors do since. */
public final class HttpEngineAdvice {
  private HttpEngineAdvice() {}

  /** {@code networkRequest}: completes what the application asked for. */
  public static final class Prepare {
    private Prepare() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Return Object request) {
      OkHttpCall call = OkHttpCall.current();
      if (call != null) {
        call.prepared(request);
      }
    }
  }

  /** {@code connect}: the cache has no answer. */
  public static final class Connect {
    private Connect() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter() {
      OkHttpCall call = OkHttpCall.current();
      if (call != null) {
        call.connecting();
      }
    }
  }

  /** {@code sendRequest}, which prepares and connects. */
  public static final class Send {
    private Send() {}

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Thrown Throwable thrown) {
      OkHttpCall call = OkHttpCall.current();
      if (call != null) {
        call.sent(thrown);
      }
    }
  }

  /** {@code NetworkInterceptorChain.proceed}: interceptors, the request, the head of the answer. */
  public static final class Proceed {
    private Proceed() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object chain) {
      OkHttpCall call = OkHttpCall.current();
      return call != null && call.proceeds(chain) ? call : null;
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
}
