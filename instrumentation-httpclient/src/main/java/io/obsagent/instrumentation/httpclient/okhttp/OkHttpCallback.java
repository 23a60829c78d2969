package io.obsagent.instrumentation.httpclient.okhttp;

import io.obsagent.engine.trace.Context;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/** The application's callback, in the context it was given to the library in. Immutable. */
final class OkHttpCallback implements Callback {
  private final Callback callback;
  private final Context caller;

  private OkHttpCallback(Callback callback, Context caller) {
    this.callback = callback;
    this.caller = caller;
  }

  /** Stands in for {@code callback}, and lets {@code call} know its caller. */
  static Callback of(Object call, Object callback) {
    Context caller = Context.current();
    OkHttpCall.calledBy(call, caller);
    return new OkHttpCallback((Callback) callback, caller);
  }

  @Override
  public void onFailure(Call call, IOException thrown) {
    Context before = caller.makeCurrent();
    try {
      callback.onFailure(call, thrown);
    } finally {
      caller.restore(before);
    }
  }

  @Override
  public void onResponse(Call call, Response response) throws IOException {
    Context before = caller.makeCurrent();
    try {
      callback.onResponse(call, response);
    } finally {
      caller.restore(before);
    }
  }
}
