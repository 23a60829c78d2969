package io.obsagent.instrumentation.httpclient.jdk;

import static java.lang.invoke.MethodType.methodType;

import io.obsagent.weaving.ForeignMembers;
import java.lang.invoke.MethodHandle;
import java.net.http.HttpRequest;

/**
 * Tells the requests that open a WebSocket: the client knows them by their class, so what stands in
 * for them would not open one.
 */
final class WebSocketHandshake {
  private static final String INTERNAL = "jdk.internal.net.http.HttpRequestImpl";

  private WebSocketHandshake() {}

  /** Requests that applications build are of another class, but may be one of these, sent again. */
  static boolean is(HttpRequest request) {
    return request.getClass().getName().equals(INTERNAL) && Internal.isWebSocket(request);
  }

  /** Apart, because most applications never need it. */
  private static final class Internal {
    private static final MethodHandle IS_WEB_SOCKET = find();

    private static MethodHandle find() {
      try {
        Class<?> type = Class.forName(INTERNAL, false, HttpRequest.class.getClassLoader());
        return ForeignMembers.method(type, "isWebSocket", methodType(boolean.class));
      } catch (ReflectiveOperationException | RuntimeException unknownJdk) {
        return null;
      }
    }

    /** When in doubt it is one: then it is left alone. */
    static boolean isWebSocket(HttpRequest request) {
      if (IS_WEB_SOCKET == null) {
        return true;
      }
      try {
        return (boolean) IS_WEB_SOCKET.invokeExact((Object) request);
      } catch (Throwable impossible) {
        return true;
      }
    }
  }
}
