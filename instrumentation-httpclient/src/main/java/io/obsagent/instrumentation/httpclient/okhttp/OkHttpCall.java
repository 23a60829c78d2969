package io.obsagent.instrumentation.httpclient.okhttp;

import io.obsagent.engine.trace.Context;
import io.obsagent.instrumentation.httpclient.HttpClientCall;
import io.obsagent.instrumentation.httpclient.HttpClientRecorder;
import io.obsagent.weaving.ForeignState;
import java.io.InterruptedIOException;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One call of the application and the attempts it is made of, one after the other. Confined to the
 * thread that carries it out: the caller's, or one of the dispatcher's.
 *
 * <p>Cost: one small object per call and two per attempt, besides the span, and the copy of the
 * request that goes out.
 */
final class OkHttpCall {
  /** A call inside a call, made by an interceptor, is one of its own. */
  private static final ThreadLocal<OkHttpCall> CURRENT = new ThreadLocal<>();

  /** Where a call was enqueued, until it begins. */
  private static final ForeignState<Context> CALLERS =
      ForeignState.named(OkHttpInstrumentation.CALLER_STATE);

  private final OkHttpCall outer;
  private final Call call;
  private int attempts;

  /** Where the call was enqueued; null where it is carried out by its caller. */
  private Context caller;

  /** What {@link #caller} replaced. */
  private Context before;

  /** The attempt under way, or one of which it is not clear yet why it failed; or null. */
  private HttpClientCall open;

  private OkHttpRequest request;

  /** Before 3.4: what the next attempt sends, should it need the network. */
  private Request prepared;

  /** Before 3.4: the attempt gets its connection. */
  private boolean connecting;

  /** Before 3.4: the attempt is with the interceptors of the network. */
  private boolean proceeding;

  private OkHttpCall(OkHttpCall outer, Call call) {
    this.outer = outer;
    this.call = call;
  }

  static OkHttpCall current() {
    return CURRENT.get();
  }

  /** Whoever enqueues a call twice is refused by the library; the first one counts. */
  static void calledBy(Object call, Context caller) {
    if (CALLERS.get(call) == null) {
      CALLERS.set(call, caller);
    }
  }

  /** Never null. */
  static OkHttpCall begin(Object realCall) {
    OkHttpCall call = new OkHttpCall(CURRENT.get(), (Call) realCall);
    Context caller = CALLERS.get(realCall);
    if (caller != null) {
      CALLERS.set(realCall, null);
      call.caller = caller;
      call.before = caller.makeCurrent();
    }
    CURRENT.set(call);
    return call;
  }

  /** The call has its answer, or will have none. */
  void end(Throwable thrown) {
    HttpClientCall undecided = open;
    if (undecided != null) {
      open = null;
      // The library cancels, too, when the time for the whole call is up, and only then says so.
      if (thrown instanceof InterruptedIOException && "timeout".equals(thrown.getMessage())) {
        HttpClientRecorder.end(undecided, OkHttpAdapter.INSTANCE, request, null, thrown);
      } else {
        HttpClientRecorder.cancel(undecided);
      }
    }
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    if (caller != null) {
      caller.restore(before);
    }
  }

  /**
   * @return whether an attempt has begun that is to be {@link #answered}
   */
  boolean attempt(Object chain) {
    return attempt(((Interceptor.Chain) chain).request());
  }

  private boolean attempt(Request sent) {
    if (open != null || "websocket".equalsIgnoreCase(sent.header("Upgrade"))) {
      return false;
    }
    OkHttpRequest attempt = new OkHttpRequest(sent);
    HttpClientCall begun =
        HttpClientRecorder.begin(OkHttpAdapter.INSTANCE, attempt, attempts, System.nanoTime());
    if (begun == null) {
      return false;
    }
    attempts++;
    request = attempt;
    open = begun;
    begun.enter();
    return true;
  }

  void prepared(Object sent) {
    prepared = (Request) sent;
  }

  /** What was prepared needs the network: an attempt begins. */
  void connecting() {
    Request sent = prepared;
    if (sent != null) {
      prepared = null;
      connecting = attempt(sent);
    }
  }

  /** The attempt has a connection, or failed to get one. */
  void sent(Throwable thrown) {
    if (connecting) {
      connecting = false;
      if (thrown == null) {
        open.leave();
      } else {
        answered(null, thrown);
      }
    }
  }

  /**
   * Each interceptor proceeds with a chain of its own; the first one stands for all.
   *
   * @return whether an attempt goes on that is to be {@link #answered}
   */
  boolean proceeds(Object chain) {
    if (open == null || proceeding) {
      return false;
    }
    proceeding = true;
    connected(chain);
    open.enter();
    return true;
  }

  void connected(Object chain) {
    if (open != null) {
      Connection connection = ((Interceptor.Chain) chain).connection();
      if (connection != null) {
        request.peer = connection.route().socketAddress();
      }
    }
  }

  /**
   * @return null, or what is to be sent instead
   */
  Object[] identified(Object sent) {
    if (open == null) {
      return null;
    }
    RequestHeaders headers = new RequestHeaders((Request) sent);
    open.inject(headers, RequestHeaders.ACCESS, RequestHeaders.ACCESS);
    Request changed = headers.changed();
    return changed == null ? null : new Object[] {changed};
  }

  /** The head of the answer is here, or there will be none. */
  void answered(Object response, Throwable thrown) {
    HttpClientCall answered = open;
    proceeding = false;
    answered.leave();
    if (thrown != null && call.isCanceled()) {
      return;
    }
    open = null;
    HttpClientRecorder.end(
        answered, OkHttpAdapter.INSTANCE, request, (Response) response, cause(thrown));
  }

  /** 3 and 4 wrap what happened while connecting in something of their own, for themselves. */
  private static Throwable cause(Throwable thrown) {
    if (thrown == null || thrown.getCause() == null) {
      return thrown;
    }
    switch (thrown.getClass().getName()) {
      case "okhttp3.internal.connection.RouteException":
      case "okhttp3.internal.http.RouteException":
      case "okhttp3.internal.http.RequestException":
        return thrown.getCause();
      default:
        return thrown;
    }
  }
}
