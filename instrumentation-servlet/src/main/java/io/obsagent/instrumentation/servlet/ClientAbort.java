package io.obsagent.instrumentation.servlet;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * Tells an exception that means "the client went away" from one of the service's own: a request
 * cancelled by its caller is not a failure of the service. Looked at only where an exception left
 * the request.
 */
final class ClientAbort {
  private static final int MAX_CAUSES = 8;
  private static final int MAX_FRAMES = 24;

  private ClientAbort() {}

  static boolean is(Throwable thrown) {
    Throwable one = thrown;
    for (int depth = 0; one != null && depth < MAX_CAUSES; depth++) {
      String type = one.getClass().getName();
      if (type.equals("org.apache.catalina.connector.ClientAbortException")
          || type.equals("org.eclipse.jetty.io.EofException")
          || isUndertowWrite(one, type)) {
        return true;
      }
      one = one.getCause();
    }
    return false;
  }

  /**
   * Undertow lets the socket's own exception through. The same type may come from a call to a
   * backend, so it must have been thrown below Undertow's streams.
   */
  private static boolean isUndertowWrite(Throwable one, String type) {
    if (!type.equals(IOException.class.getName())
        && !type.equals(ClosedChannelException.class.getName())) {
      return false;
    }
    StackTraceElement[] frames = one.getStackTrace();
    for (int i = 0; i < frames.length && i < MAX_FRAMES; i++) {
      if (frames[i].getClassName().startsWith("io.undertow.servlet.spec.Servlet")) {
        return true;
      }
    }
    return false;
  }
}
