package io.obsagent.instrumentation.httpclient.apache5;

import io.obsagent.engine.trace.Context;
import io.obsagent.instrumentation.httpclient.HttpClientCall;
import io.obsagent.instrumentation.httpclient.HttpClientRecorder;
import io.obsagent.instrumentation.httpclient.Injected;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;

/**
 * One call of the application and the attempts it is made of, one after the other. Confined to the
 * calling thread, which does all the library's work.
 *
 * <p>Cost: one small object per call and per attempt, besides the span.
 */
final class Apache5Call {
  /** A call inside a call belongs to whatever the client does for it: there it is nested. */
  private static final ThreadLocal<Apache5Call> CURRENT = new ThreadLocal<>();

  private final Apache5Call outer;
  private final Object original;
  private final Injected injected = new Injected();
  private int attempts;

  /** The attempt under way, or null. */
  private HttpClientCall open;

  private Apache5Request request;

  private Apache5Call(Apache5Call outer, Object original) {
    this.outer = outer;
    this.original = original;
  }

  static Apache5Call current() {
    return CURRENT.get();
  }

  /**
   * @param original what the application made
   * @return null inside another HTTP client's call
   */
  static Apache5Call begin(Object original) {
    if (HttpClientRecorder.isNested(Context.current())) {
      return null;
    }
    Apache5Call call = new Apache5Call(CURRENT.get(), original);
    CURRENT.set(call);
    return call;
  }

  /** The application's call is over. */
  void end(Throwable thrown) {
    failed(thrown);
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /** An attempt begins by getting its connection. */
  void connect(Object sent, Object scope) {
    attempt((HttpRequest) sent, scope == null ? null : ((ExecChain.Scope) scope).route);
  }

  private void attempt(HttpRequest sent, HttpRoute route) {
    if (open != null) {
      return;
    }
    Apache5Request attempt = new Apache5Request(sent, route);
    open = HttpClientRecorder.begin(Apache5Adapter.INSTANCE, attempt, attempts, System.nanoTime());
    if (open != null) {
      attempts++;
      request = attempt;
      open.enter();
    }
  }

  /**
   * A request goes out.
   *
   * @return whether this is an exchange of the call, to be {@link #answered}
   */
  boolean send(Object sent, Object connection) {
    HttpRequest outgoing = (HttpRequest) sent;
    if ("CONNECT".equals(outgoing.getMethod())) {
      // How the library gets its connection through a proxy, and no call.
      return false;
    }
    attempt(outgoing, null);
    if (open == null) {
      return false;
    }
    request.connection = (HttpConnection) connection;
    injected.into(outgoing, open, Apache5Adapter.Headers.INSTANCE);
    return true;
  }

  /** The head of the answer is here, or there will be none. */
  void answered(Object response, Throwable thrown) {
    HttpClientCall answered = open;
    if (thrown != null) {
      failed(thrown);
    } else if (answered != null) {
      open = null;
      answered.leave();
      HttpClientRecorder.end(
          answered, Apache5Adapter.INSTANCE, request, (HttpResponse) response, null);
    }
  }

  /** The attempt under way, if there is one, has failed; null where it was given up silently. */
  void failed(Throwable thrown) {
    HttpClientCall failed = open;
    if (failed == null) {
      return;
    }
    open = null;
    failed.leave();
    if (thrown == null || Apache5Adapter.isCancelled(original)) {
      HttpClientRecorder.cancel(failed);
    } else {
      HttpClientRecorder.end(failed, Apache5Adapter.INSTANCE, request, null, thrown);
    }
  }
}
