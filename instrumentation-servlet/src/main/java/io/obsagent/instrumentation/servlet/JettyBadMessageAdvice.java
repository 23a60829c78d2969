package io.obsagent.instrumentation.servlet;

import net.bytebuddy.asm.Advice;
import org.eclipse.jetty.http.BadMessageException;

/** {@code HttpChannel.onBadMessage}: the response object never hears of that status. */
public final class JettyBadMessageAdvice {
  private static final int BAD_REQUEST = 400;

  private JettyBadMessageAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.Argument(0) Object failure) {
    int status = ((BadMessageException) failure).getCode();
    Doorway.refused(status >= BAD_REQUEST && status <= 599 ? status : BAD_REQUEST);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit() {
    Doorway.refused(0);
  }
}
