package io.obsagent.instrumentation.servlet;

import javax.servlet.http.HttpServletRequest;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;

/** {@code HttpChannel.onCompleted}: once per request, however it ended. */
public final class JavaxJettyAdvice {
  private JavaxJettyAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object self) {
    HttpChannel channel = (HttpChannel) self;
    Request request = channel.getRequest();
    Object base = request;
    if (!ServletEntry.leaveContainer(base) && base instanceof HttpServletRequest) {
      int refused = Doorway.refused();
      Rejection.record(
          JavaxServletAdapter.INSTANCE,
          (HttpServletRequest) base,
          refused == 0 ? channel.getResponse().getStatus() : refused,
          Rejection.nanosOf(request.getTimeStamp()));
    }
  }
}
