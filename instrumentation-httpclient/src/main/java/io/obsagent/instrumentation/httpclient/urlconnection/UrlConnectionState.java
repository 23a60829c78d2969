package io.obsagent.instrumentation.httpclient.urlconnection;

import io.obsagent.instrumentation.httpclient.HttpClientCall;
import io.obsagent.instrumentation.httpclient.HttpClientRecorder;
import io.obsagent.instrumentation.httpclient.Injected;
import io.obsagent.weaving.ForeignState;
import java.net.HttpURLConnection;

/**
 * Where one connection stands. It holds nothing of the connection.
 *
 * <p>Used by the thread inside the connection, which does not serve several at a time; only {@link
 * #disconnected} may come from another one.
 */
final class UrlConnectionState {
  static final String STATE = "http.urlconnection";

  private static final ForeignState<UrlConnectionState> OF = ForeignState.named(STATE);
  private static final int SWITCHING_PROTOCOLS = 101;

  /** The attempt that is on the wire and not answered. */
  private volatile HttpClientCall open;

  /** Attempts that were answered. */
  private int answered;

  /** An attempt has begun, though nothing of it may be written yet. */
  private boolean begun;

  private long startNanos;

  /** Woven methods the thread is in: the JDK calls its own public methods. */
  private int depth;

  private boolean tunneling;

  private final Injected injected = new Injected();

  /** Made on first use. */
  static UrlConnectionState of(Object connection) {
    UrlConnectionState state = OF.get(connection);
    if (state == null) {
      state = new UrlConnectionState();
      OF.set(connection, state);
    }
    return state;
  }

  static UrlConnectionState ifAny(Object connection) {
    return OF.get(connection);
  }

  void enter() {
    if (depth++ == 0 && !begun && open == null) {
      begin();
    }
  }

  private void begin() {
    begun = true;
    startNanos = System.nanoTime();
  }

  /**
   * Leaves one of the application's methods.
   *
   * @param goesOn the request has begun with it, even if nothing of it is written yet
   */
  void leave(HttpURLConnection connection, Throwable thrown, boolean goesOn) {
    if (--depth > 0) {
      return;
    }
    HttpClientCall call = open;
    if (thrown != null && call != null) {
      open = null;
      answered++;
      HttpClientRecorder.end(call, UrlConnectionAdapter.INSTANCE, connection, null, thrown);
    }
    if (thrown != null || !goesOn) {
      begun = false;
    }
  }

  /**
   * Leaves {@code connect}, called by whomever: without a connection there is no request to see.
   */
  void leaveConnect(HttpURLConnection connection, Throwable thrown) {
    if (thrown != null && open == null) {
      HttpClientRecorder.end(
          start(connection), UrlConnectionAdapter.INSTANCE, connection, null, thrown);
      answered++;
    }
    leave(connection, thrown, false);
  }

  private HttpClientCall start(HttpURLConnection connection) {
    long start = begun ? startNanos : System.nanoTime();
    begun = false;
    return HttpClientRecorder.begin(UrlConnectionAdapter.INSTANCE, connection, answered, start);
  }

  /** The head of a request is about to be written; again, if the connection broke while it was. */
  void writing(HttpURLConnection connection) {
    HttpClientCall call = open;
    if (call == null) {
      call = start(connection);
      open = call;
    }
    if (call != null) {
      injected.into(MessageHeaders.requestsOf(connection), call, MessageHeaders.ACCESS);
    }
  }

  /** The head of a response was read, perhaps that of a proxy, or one that announces another. */
  void read(HttpURLConnection connection, Object responses) {
    HttpClientCall call = open;
    if (call == null || tunneling) {
      return;
    }
    int status = UrlConnectionAdapter.INSTANCE.status(responses);
    if (status < 200 && status >= 100 && status != SWITCHING_PROTOCOLS) {
      return;
    }
    open = null;
    answered++;
    HttpClientRecorder.end(call, UrlConnectionAdapter.INSTANCE, connection, responses, null);
    // If there is a next attempt, it begins here: it has to connect first.
    begin();
  }

  void tunneling(boolean tunneling) {
    this.tunneling = tunneling;
  }

  /** The application lets go of the connection. */
  void disconnected() {
    HttpClientCall call = open;
    if (call != null) {
      open = null;
      HttpClientRecorder.cancel(call);
    }
  }
}
