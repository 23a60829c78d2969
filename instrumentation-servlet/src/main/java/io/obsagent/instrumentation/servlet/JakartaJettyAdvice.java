package io.obsagent.instrumentation.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;

/** {@code HttpChannel.onCompleted}: once per request, however it ended. */
public final class JakartaJettyAdvice {
  private JakartaJettyAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.This Object self) {
    HttpChannel channel = (HttpChannel) self;
    Request request = channel.getRequest();
    Object base = request;
    if (ServletEntry.leaveContainer(base) || !(base instanceof HttpServletRequest)) {
      return;
    }
    int refused = Doorway.refused();
    int status = refused == 0 ? channel.getResponse().getStatus() : refused;
    long startNanos = Rejection.nanosOf(request.getTimeStamp());
    if (request.getMethod() == null) {
      // The parser did not get that far, and what stands in the other fields is made up.
      InetSocketAddress peer = channel.getRemoteAddress();
      if (peer != null) {
        Rejection.record(UnparsedAdapter.INSTANCE, peer, status, startNanos);
      }
    } else {
      Rejection.record(
          JakartaServletAdapter.INSTANCE, (HttpServletRequest) base, status, startNanos);
    }
  }
}
