package io.obsagent.instrumentation.httpclient.apache5;

import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;

/**
 * Sees how one attempt ends. The end comes before the library goes on: the next attempt begins
 * inside of {@link #completed} or {@link #failed}.
 */
final class Apache5ExecCallback implements AsyncExecCallback {
  private final AsyncExecCallback callback;
  private final Apache5AsyncAttempt attempt;
  private final CancellableDependency cancellable;

  /**
   * @param cancellable what cancels the call; null if nothing does
   */
  Apache5ExecCallback(
      AsyncExecCallback callback, Apache5AsyncAttempt attempt, CancellableDependency cancellable) {
    this.callback = callback;
    this.attempt = attempt;
    this.cancellable = cancellable;
  }

  @Override
  public AsyncDataConsumer handleResponse(HttpResponse response, EntityDetails details)
      throws HttpException, IOException {
    attempt.answered(response);
    return callback.handleResponse(response, details);
  }

  @Override
  public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
    callback.handleInformationResponse(response);
  }

  @Override
  public void completed() {
    attempt.end(null);
    callback.completed();
  }

  @Override
  public void failed(Exception cause) {
    thrown(cause);
    callback.failed(cause);
  }

  /** The attempt has failed, or its call was given up. */
  void thrown(Throwable cause) {
    if (cancellable != null && cancellable.isCancelled()) {
      attempt.cancel();
    } else {
      attempt.end(cause);
    }
  }
}
