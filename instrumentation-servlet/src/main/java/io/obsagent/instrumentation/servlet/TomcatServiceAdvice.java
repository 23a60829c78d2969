package io.obsagent.instrumentation.servlet;

import net.bytebuddy.asm.Advice;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

/** {@code CoyoteAdapter.service}: all of a request but its asynchronous rest. */
public final class TomcatServiceAdvice {
  private TomcatServiceAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static Object enter() {
    return Doorway.begin();
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object token,
      @Advice.Argument(0) Object request,
      @Advice.Argument(1) Object response,
      @Advice.Thrown Throwable thrown) {
    if (token == null) {
      return;
    }
    Doorway doorway = (Doorway) token;
    boolean reached = doorway.end();
    if (thrown != null) {
      doorway.failed(reached);
    } else if (!reached) {
      Rejection.record(
          TomcatAdapter.INSTANCE,
          (Request) request,
          ((Response) response).getStatus(),
          doorway.startNanos());
    }
  }
}
