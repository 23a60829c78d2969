package io.obsagent.instrumentation.httpclient.apache4;

import io.obsagent.engine.trace.Context;
import io.obsagent.instrumentation.httpclient.HttpClientCall;
import io.obsagent.instrumentation.httpclient.HttpClientRecorder;
import io.obsagent.instrumentation.httpclient.Injected;
import io.obsagent.weaving.ForeignState;
import java.net.URI;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpRequestWrapper;

/**
 * One asynchronous call of the application and the attempts it is made of, one after the other;
 * carried on by the caller's thread up to the first connection, then by one of the library's. Kept
 * with the library's handler of the call. No span is made current.
 */
final class Apache4AsyncCall {
  private static final ForeignState<Apache4AsyncCall> CALLS =
      ForeignState.named(Apache4AsyncInstrumentation.CALL_STATE);

  /** Whose request is being prepared by this thread. */
  private static final ThreadLocal<Apache4AsyncCall> PREPARING = new ThreadLocal<>();

  private final Context caller;
  private final Injected injected = new Injected();
  private Apache4AsyncCall outer;
  private int attempts;

  /** The last attempt; also read by whoever cancels the call. */
  private volatile HttpClientCall last;

  private volatile Apache4Request request;
  private volatile boolean isSent;
  private volatile HttpResponse response;

  private Apache4AsyncCall(Context caller) {
    this.caller = caller;
  }

  /** The application calls. */
  static Apache4AsyncCall start() {
    Apache4AsyncCall call = new Apache4AsyncCall(Context.current());
    call.enter();
    return call;
  }

  /** The library's handler of the call begins, on the caller's thread. */
  static void handledBy(Object handler) {
    Apache4AsyncCall call = PREPARING.get();
    if (call != null) {
      CALLS.set(handler, call);
    }
  }

  /** Null for a call nobody has seen begin. */
  static Apache4AsyncCall of(Object handler) {
    return CALLS.get(handler);
  }

  static Apache4AsyncCall preparing() {
    return PREPARING.get();
  }

  /** What is prepared from here on, by this thread, belongs to this call. */
  void enter() {
    outer = PREPARING.get();
    PREPARING.set(this);
  }

  /** Undoes {@link #enter}. */
  void leave() {
    if (outer == null) {
      PREPARING.remove();
    } else {
      PREPARING.set(outer);
      outer = null;
    }
  }

  /** Where the application's callback runs. */
  Context caller() {
    return caller;
  }

  /** A request is prepared, before there is a connection for it: an attempt begins. */
  void attempt(Object target, Object sent) {
    HttpClientCall before = last;
    if (before != null && !before.hasEnded()) {
      return;
    }
    URI whole = Apache4Adapter.original(sent);
    if (whole == null && sent instanceof HttpRequestWrapper) {
      whole = Apache4Adapter.original(((HttpRequestWrapper) sent).getOriginal());
    }
    HttpHost host = (HttpHost) target;
    if (before != null && whole != null && whole.getHost() != null) {
      // A redirect may go elsewhere.
      host = new HttpHost(whole.getHost(), whole.getPort(), whole.getScheme());
    }
    Apache4Request attempt = new Apache4Request(host, (HttpRequest) sent);
    attempt.original = whole;
    HttpClientCall begun =
        HttpClientRecorder.begin(
            Apache4Adapter.INSTANCE, attempt, caller, attempts, System.nanoTime());
    if (begun != null) {
      attempts++;
      request = attempt;
      isSent = false;
      response = null;
      last = begun;
    }
  }

  /** A request goes out, for the first time or again after a challenge. */
  void send(Object sent) {
    if (sent == null || last == null || Apache4Adapter.isTunnel(sent)) {
      return;
    }
    attempt(request.target, sent);
    isSent = true;
    injected.into((HttpRequest) sent, last, Apache4Adapter.Headers.INSTANCE);
  }

  /** The head of an answer is here, to the request or to what had to come before it. */
  void answered(Object head) {
    if (isSent) {
      response = (HttpResponse) head;
    }
  }

  /** An answer is here as a whole. */
  void completed() {
    if (isSent) {
      end(null);
    }
  }

  void end(Throwable thrown) {
    HttpClientRecorder.end(last, Apache4Adapter.INSTANCE, request, response, thrown);
  }

  void cancel() {
    HttpClientRecorder.cancel(last);
  }
}
