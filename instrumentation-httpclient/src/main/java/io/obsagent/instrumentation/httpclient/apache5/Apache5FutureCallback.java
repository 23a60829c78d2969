package io.obsagent.instrumentation.httpclient.apache5;

import io.obsagent.engine.trace.Context;
import org.apache.hc.core5.concurrent.FutureCallback;

/**
 * The application's callback, in the context of its call; by then the last attempt has ended. It is
 * told of a cancellation even where nobody else is.
 */
final class Apache5FutureCallback<T> implements FutureCallback<T> {
  private final FutureCallback<T> callback;
  private final Apache5AsyncCall call;

  private Apache5FutureCallback(FutureCallback<T> callback, Apache5AsyncCall call) {
    this.callback = callback;
    this.call = call;
  }

  /**
   * @param callback a {@code FutureCallback}; null if the application has none
   */
  static Object of(Object callback, Apache5AsyncCall call) {
    return ofTyped((FutureCallback<?>) callback, call);
  }

  private static <T> Object ofTyped(FutureCallback<T> callback, Apache5AsyncCall call) {
    return new Apache5FutureCallback<>(callback, call);
  }

  @Override
  public void completed(T result) {
    Apache5AsyncAttempt last = call.last();
    if (last != null) {
      last.end(null);
    }
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
    Apache5AsyncAttempt last = call.last();
    if (last != null) {
      last.end(thrown);
    }
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
    Apache5AsyncAttempt last = call.last();
    if (last != null) {
      last.cancel();
    }
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
