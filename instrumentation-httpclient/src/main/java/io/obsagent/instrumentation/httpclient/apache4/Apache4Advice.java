package io.obsagent.instrumentation.httpclient.apache4;

import net.bytebuddy.asm.Advice;

/** Advice on the levels of {@link Apache4Instrumentation}. */
public final class Apache4Advice {
  private Apache4Advice() {}

  /** The application's call, with all its redirects, challenges and retries. */
  public static final class Call {
    private Call() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.Argument(1) Object request) {
      return Apache4Call.begin(request);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object call, @Advice.Thrown Throwable thrown) {
      if (call != null) {
        ((Apache4Call) call).end(thrown);
      }
    }
  }

  /**
   * {@code DefaultRequestDirector.execute}: the same, and the first attempt, since 4.0 connects in
   * the midst of it.
   */
  public static final class Director {
    private Director() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(
        @Advice.Argument(0) Object target, @Advice.Argument(1) Object request) {
      Apache4Call call = Apache4Call.begin(request);
      if (call != null && target != null) {
        call.firstAttempt(target, request);
      }
      return call;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object call, @Advice.Thrown Throwable thrown) {
      if (call != null) {
        ((Apache4Call) call).end(thrown);
      }
    }
  }

  /** {@code DefaultRequestDirector.tryConnect}: an attempt begins by getting its connection. */
  public static final class Connect {
    private Connect() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.Argument(0) Object routedRequest) {
      Apache4Call call = Apache4Call.current();
      if (call != null) {
        call.attempt(Apache4Adapter.ofRouted(routedRequest));
      }
      return call;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object call, @Advice.Thrown Throwable thrown) {
      if (call != null && thrown != null) {
        ((Apache4Call) call).failed(thrown);
      }
    }
  }

  /** The end of the execution chain: gets a connection, and sends once, or again if challenged. */
  public static final class Chain {
    private Chain() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(
        @Advice.Argument(0) Object route, @Advice.Argument(1) Object request) {
      Apache4Call call = Apache4Call.current();
      if (call != null) {
        call.attempt(Apache4Adapter.ofRoute(route, request));
      }
      return call;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object call, @Advice.Thrown Throwable thrown) {
      if (call != null && thrown != null) {
        ((Apache4Call) call).failed(thrown);
      }
    }
  }

  /** One request on the wire, and the head of its answer. */
  public static final class Exchange {
    private Exchange() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(
        @Advice.Argument(0) Object request,
        @Advice.Argument(1) Object connection,
        @Advice.Argument(2) Object context) {
      Apache4Call call = Apache4Call.current();
      return call != null && call.send(request, connection, context) ? call : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter Object call,
        @Advice.Return Object response,
        @Advice.Thrown Throwable thrown) {
      if (call != null) {
        ((Apache4Call) call).answered(response, thrown);
      }
    }
  }
}
