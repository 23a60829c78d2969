package io.obsagent.instrumentation.servlet;

import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Hears from the container when an asynchronous request is complete. */
final class JavaxCallListener implements AsyncListener {
  private final ServerCall call;
  private final HttpServletRequest request;
  private final HttpServletResponse response;

  JavaxCallListener(ServerCall call, HttpServletRequest request, HttpServletResponse response) {
    this.call = call;
    this.request = request;
    this.response = response;
  }

  @Override
  public void onComplete(AsyncEvent event) {
    try {
      ServletEntry.completed(JavaxServletAdapter.INSTANCE, call, request, response);
    } catch (Throwable fault) {
      ServletEntry.fault(fault);
    }
  }

  /** What the application or the container makes of it comes before {@link #onComplete}. */
  @Override
  public void onTimeout(AsyncEvent event) {}

  @Override
  public void onError(AsyncEvent event) {
    ServletEntry.failed(call, event.getThrowable());
  }

  /** Listeners are good for one round only. */
  @Override
  public void onStartAsync(AsyncEvent event) {
    try {
      event.getAsyncContext().addListener(this);
    } catch (Throwable fault) {
      ServletEntry.fault(fault);
    }
  }
}
