package io.obsagent.instrumentation.httpclient.apache5;

import io.obsagent.instrumentation.httpclient.HttpClientCall;
import io.obsagent.instrumentation.httpclient.HttpClientRecorder;
import org.apache.hc.core5.http.HttpResponse;

/** One attempt of an asynchronous call; it may be ended several times, by any thread. */
final class Apache5AsyncAttempt {
  private final HttpClientCall call;
  private final Apache5Request request;

  /** The head of the answer, once it is here. */
  private volatile HttpResponse response;

  Apache5AsyncAttempt(HttpClientCall call, Apache5Request request) {
    this.call = call;
    this.request = request;
  }

  void answered(HttpResponse head) {
    response = head;
  }

  /**
   * @param thrown null if there is a whole answer
   */
  void end(Throwable thrown) {
    HttpClientRecorder.end(call, Apache5Adapter.INSTANCE, request, response, thrown);
  }

  void cancel() {
    HttpClientRecorder.cancel(call);
  }
}
