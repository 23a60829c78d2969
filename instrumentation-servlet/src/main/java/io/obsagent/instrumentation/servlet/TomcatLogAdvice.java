package io.obsagent.instrumentation.servlet;

import net.bytebuddy.asm.Advice;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

/**
 * {@code CoyoteAdapter.log}: a request that the container proper has not got, or one that broke off
 * inside it. The latter has an application, or was seen to fail on this thread.
 */
public final class TomcatLogAdvice {
  private TomcatLogAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(
      @Advice.Argument(0) Object request, @Advice.Argument(1) Object response) {
    int status = ((Response) response).getStatus();
    if (status >= 400
        && !Doorway.takeFailed()
        && !TomcatAdapter.hasApplication((Request) request)) {
      Rejection.record(
          TomcatAdapter.INSTANCE,
          (Request) request,
          status,
          Rejection.nanosOf(((Request) request).getStartTime()));
    }
  }
}
