package io.obsagent.instrumentation.httpclient.apache4;

import net.bytebuddy.asm.Advice;

/** Advice on the levels of {@link Apache4AsyncInstrumentation}. */
public final class Apache4AsyncAdvice {
  private Apache4AsyncAdvice() {}

  /** The application's call, up to its return. */
  public static final class Call {
    private Call() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
        @Advice.AssignReturned.ToArguments.ToArgument(value = 3, index = 0))
    public static Object[] enter(@Advice.Argument(3) Object callback) {
      Apache4AsyncCall call = Apache4AsyncCall.start();
      return new Object[] {Apache4FutureCallback.of(callback, call), call};
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object[] call) {
      if (call != null) {
        ((Apache4AsyncCall) call[1]).leave();
      }
    }
  }

  /** {@code DefaultClientExchangeHandlerImpl.start}, on the caller's thread. */
  public static final class Start {
    private Start() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object handler) {
      Apache4AsyncCall.handledBy(handler);
    }
  }

  /** {@code MainClientExec.prepare} of 4.0. */
  public static final class PrepareOld {
    private PrepareOld() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
        @Advice.Argument(1) Object target, @Advice.Argument(2) Object request) {
      Apache4AsyncCall call = Apache4AsyncCall.preparing();
      if (call != null) {
        call.attempt(target, request);
      }
    }
  }

  /** {@code MainClientExec.prepare} of 4.1. */
  public static final class Prepare {
    private Prepare() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(
        @Advice.Argument(0) Object target, @Advice.Argument(1) Object request) {
      Apache4AsyncCall call = Apache4AsyncCall.preparing();
      if (call != null) {
        call.attempt(target, request);
      }
    }
  }

  /** {@code generateRequest}: what goes out, as soon as there is a connection. */
  public static final class Generate {
    private Generate() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This Object handler, @Advice.Return Object request) {
      Apache4AsyncCall call = Apache4AsyncCall.of(handler);
      if (call != null) {
        call.send(request);
      }
    }
  }

  /** {@code responseReceived}: the head of an answer. */
  public static final class Received {
    private Received() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object handler, @Advice.Argument(0) Object response) {
      Apache4AsyncCall call = Apache4AsyncCall.of(handler);
      if (call != null) {
        call.answered(response);
      }
    }
  }

  /** {@code responseCompleted}: the end of an answer; the next request may be prepared in it. */
  public static final class Completed {
    private Completed() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object handler) {
      Apache4AsyncCall call = Apache4AsyncCall.of(handler);
      if (call != null) {
        call.completed();
        call.enter();
      }
      return call;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object call) {
      if (call != null) {
        ((Apache4AsyncCall) call).leave();
      }
    }
  }
}
