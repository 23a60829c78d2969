package io.obsagent.instrumentation.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Hears from the container when an asynchronous request is complete. */
final class JakartaCallListener implements AsyncListener {
  private final ServerCall call;
  private final HttpServletRequest request;
  private final HttpServletResponse response;

  JakartaCallListener(ServerCall call, HttpServletRequest request, HttpServletResponse response) {
    this.call = call;
    this.request = request;
    this.response = response;
  }

  @Override
  public void onComplete(AsyncEvent event) {
    try {
      ServletEntry.completed(JakartaServletAdapter.INSTANCE, call, request, response);
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
