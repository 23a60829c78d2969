package io.obsagent.instrumentation.servlet;

import java.net.InetSocketAddress;
import net.bytebuddy.asm.Advice;
import org.xnio.StreamConnection;

/** What Undertow's parser gives up on has no exchange: nothing of it is known for sure. */
public final class UndertowBadRequestAdvice {
  private static final int BAD_REQUEST = 400;

  private UndertowBadRequestAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.Argument(0) Object connection) {
    InetSocketAddress peer =
        ((StreamConnection) connection).getPeerAddress(InetSocketAddress.class);
    if (peer != null) {
      Rejection.record(UnparsedAdapter.INSTANCE, peer, BAD_REQUEST, System.nanoTime());
    }
  }
}
