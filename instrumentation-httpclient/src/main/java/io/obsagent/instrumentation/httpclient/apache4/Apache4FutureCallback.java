package io.obsagent.instrumentation.httpclient.apache4;

import io.obsagent.engine.trace.Context;
import org.apache.http.concurrent.FutureCallback;

/**
 * The application's callback, in the context of its call; by then the last attempt has ended. It is
 * told of a cancellation even where nobody else is.
 */
final class Apache4FutureCallback<T> implements FutureCallback<T> {
  private final FutureCallback<T> callback;
  private final Apache4AsyncCall call;

  private Apache4FutureCallback(FutureCallback<T> callback, Apache4AsyncCall call) {
    this.callback = callback;
    this.call = call;
  }

  /**
   * @param callback a {@code FutureCallback}; null if the application has none
   */
  static Object of(Object callback, Apache4AsyncCall call) {
    return ofTyped((FutureCallback<?>) callback, call);
  }

  private static <T> Object ofTyped(FutureCallback<T> callback, Apache4AsyncCall call) {
    return new Apache4FutureCallback<>(callback, call);
  }

  @Override
  public void completed(T result) {
    call.end(null);
    if (callback != null) {
      Context before = call.caller().makeCurrent();
      try {
        callback.completed(result);
      } finally {
        call.caller().restore(before);
      }
    }
  }

  @Override
  public void failed(Exception thrown) {
    call.end(thrown);
    if (callback != null) {
      Context before = call.caller().makeCurrent();
      try {
        callback.failed(thrown);
      } finally {
        call.caller().restore(before);
      }
    }
  }

  @Override
  public void cancelled() {
    call.cancel();
    if (callback != null) {
      Context before = call.caller().makeCurrent();
      try {
        callback.cancelled();
      } finally {
        call.caller().restore(before);
      }
    }
  }
}
