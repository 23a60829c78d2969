package io.obsagent.instrumentation.httpclient.apache5;

import io.obsagent.engine.trace.Context;
import io.obsagent.instrumentation.httpclient.HttpClientCall;
import io.obsagent.instrumentation.httpclient.HttpClientRecorder;
import io.obsagent.instrumentation.httpclient.Injected;
import io.obsagent.weaving.ForeignState;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.HttpRequest;

/**
 * One asynchronous call of the application and the attempts it is made of, one after the other, on
 * whatever threads carry it on; the library hands it from one to the next. No span is made current:
 * what runs meanwhile is the application's producers and consumers.
 *
 * <p>Known by what the library cancels it by, which all its attempts share. Refers to nothing of
 * the application's, so that whoever drops the call drops this.
 */
final class Apache5AsyncCall {
  private static final ForeignState<Apache5AsyncCall> CALLS =
      ForeignState.named("http.apache5.async");

  /** From the application's call to the first attempt, on the caller's thread. */
  private static final ThreadLocal<Apache5AsyncCall> STARTING = new ThreadLocal<>();

  private final Context caller;
  private final Injected injected = new Injected();
  private Apache5AsyncCall outer;
  private int attempts;

  /** The last attempt, or null; read by whoever cancels the call. */
  private volatile Apache5AsyncAttempt last;

  private Apache5AsyncCall(Context caller) {
    this.caller = caller;
  }

  /** The application calls. */
  static Apache5AsyncCall start() {
    Apache5AsyncCall call = new Apache5AsyncCall(Context.current());
    call.outer = STARTING.get();
    STARTING.set(call);
    return call;
  }

  /** The application's call returns. */
  void started() {
    if (outer == null) {
      STARTING.remove();
    } else {
      STARTING.set(outer);
      outer = null;
    }
  }

  /** Where the application's callback runs. */
  Context caller() {
    return caller;
  }

  Apache5AsyncAttempt last() {
    return last;
  }

  /**
   * An attempt begins by getting its connection.
   *
   * @return what stands in for {@code callback}; null: nothing does
   */
  static AsyncExecCallback attempt(Object sent, Object execScope, Object callback) {
    AsyncExecChain.Scope scope = (AsyncExecChain.Scope) execScope;
    CancellableDependency key = scope.cancellableDependency;
    Apache5AsyncCall call = key == null ? null : CALLS.get(key);
    if (call == null) {
      call = STARTING.get();
      if (call == null || call.attempts > 0) {
        call = new Apache5AsyncCall(Context.current());
      }
      if (key != null) {
        CALLS.set(key, call);
      }
    }
    HttpRequest request = (HttpRequest) sent;
    Apache5Request attempt = new Apache5Request(request, scope.route);
    HttpClientCall begun =
        HttpClientRecorder.begin(
            Apache5Adapter.INSTANCE, attempt, call.caller, call.attempts, System.nanoTime());
    if (begun == null) {
      return null;
    }
    call.attempts++;
    // First, so that the end of the call ends it, whatever comes in between.
    call.last = new Apache5AsyncAttempt(begun, attempt);
    call.injected.into(request, begun, Apache5Adapter.Headers.INSTANCE);
    return new Apache5ExecCallback((AsyncExecCallback) callback, call.last, key);
  }
}
