package io.obsagent.instrumentation.httpclient.apache4;

import io.obsagent.engine.trace.Context;
import io.obsagent.instrumentation.httpclient.HttpClientCall;
import io.obsagent.instrumentation.httpclient.HttpClientRecorder;
import io.obsagent.instrumentation.httpclient.Injected;
import org.apache.http.HttpConnection;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;

/**
 * One call of the application and the attempts it is made of, one after the other. Confined to the
 * calling thread, which does all the library's work.
 *
 * <p>Cost: one small object per call and per attempt, besides the span.
 */
final class Apache4Call {
  /** A call inside a call belongs to whatever the client does for it: there it is nested. */
  private static final ThreadLocal<Apache4Call> CURRENT = new ThreadLocal<>();

  private final Apache4Call outer;
  private final Object original;
  private final Injected injected = new Injected();
  private int attempts;

  /** The attempt under way, or null. */
  private HttpClientCall open;

  private Apache4Request request;

  private Apache4Call(Apache4Call outer, Object original) {
    this.outer = outer;
    this.original = original;
  }

  static Apache4Call current() {
    return CURRENT.get();
  }

  /**
   * @param original what the application made
   * @return null inside another HTTP client's call
   */
  static Apache4Call begin(Object original) {
    Apache4Call outer = CURRENT.get();
    if (HttpClientRecorder.isNested(Context.current())) {
      return null;
    }
    Apache4Call call = new Apache4Call(outer, original);
    CURRENT.set(call);
    return call;
  }

  /** The application's call is over. */
  void end(Throwable thrown) {
    if (open != null) {
      failed(thrown);
    }
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /** The first attempt begins; if that fails, nobody will end the call. */
  void firstAttempt(Object target, Object request) {
    boolean begun = false;
    try {
      attempt(Apache4Adapter.ofTarget(target, request));
      begun = true;
    } finally {
      if (!begun) {
        end(null);
      }
    }
  }

  /** An attempt begins, unless it has already. */
  void attempt(Apache4Request sent) {
    if (open == null) {
      if (attempts == 0) {
        sent.original = Apache4Adapter.original(original);
      }
      open = HttpClientRecorder.begin(Apache4Adapter.INSTANCE, sent, attempts, System.nanoTime());
      if (open != null) {
        attempts++;
        request = sent;
        open.enter();
      }
    }
  }

  /**
   * A request goes out.
   *
   * @return whether this is an exchange of the call, to be {@link #answered}
   */
  boolean send(Object sent, Object connection, Object context) {
    if (Apache4Adapter.isTunnel(sent)) {
      return false;
    }
    attempt(Apache4Adapter.ofExchange(sent, context));
    if (open == null) {
      return false;
    }
    request.request = (HttpRequest) sent;
    request.connection = (HttpConnection) connection;
    injected.into(request.request, open, Apache4Adapter.Headers.INSTANCE);
    return true;
  }

  /** The head of the answer is here, or there will be none. */
  void answered(Object response, Throwable thrown) {
    if (thrown != null) {
      failed(thrown);
    } else if (open != null) {
      HttpClientCall answered = open;
      open = null;
      answered.leave();
      HttpClientRecorder.end(
          answered, Apache4Adapter.INSTANCE, request, (HttpResponse) response, null);
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
    if (thrown == null || Apache4Adapter.isAborted(original)) {
      HttpClientRecorder.cancel(failed);
    } else {
      HttpClientRecorder.end(failed, Apache4Adapter.INSTANCE, request, null, thrown);
    }
  }
}
