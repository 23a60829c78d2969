package io.obsagent.instrumentation.httpclient.apache5;

import io.obsagent.instrumentation.httpclient.HttpClientCall;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;

/**
 * What the last attempt of a call put on its request. After a challenge the very same object is
 * sent again: what is on it then is not the application's. One attempt at a time.
 */
final class Injected {
  private static final String IDENTITY = "traceparent";

  private Header identity;

  void into(HttpRequest request, HttpClientCall call) {
    Header before = request.getFirstHeader(IDENTITY);
    if (before != null && before == identity) {
      HttpClientCall.forget(request, Apache5Adapter.Headers.INSTANCE);
      before = null;
    }
    call.inject(request, Apache5Adapter.Headers.INSTANCE, Apache5Adapter.Headers.INSTANCE);
    Header after = request.getFirstHeader(IDENTITY);
    identity = after == before ? null : after;
  }
}
