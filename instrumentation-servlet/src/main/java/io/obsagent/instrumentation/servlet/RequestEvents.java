package io.obsagent.instrumentation.servlet;

import io.obsagent.engine.Engine;
import io.obsagent.engine.logs.LogCapture;
import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.trace.Span;

/**
 * {@code obs.logs.requests}: one event per request that was served, whatever becomes of its trace.
 * An excluded request has none. Thread-safe; costs some 500 bytes per request, and nothing is
 * written on the request's thread.
 */
final class RequestEvents {
  private static final String NAME = "obs.http.request";
  private static final String SCOPE = "io.obsagent.servlet";

  private final LogCapture logs;

  private RequestEvents(LogCapture logs) {
    this.logs = logs;
  }

  /** Null where nobody asked for them. */
  static RequestEvents configured() {
    LogCapture logs = Engine.logs();
    return logs.takesRequests() ? new RequestEvents(logs) : null;
  }

  /**
   * Tells of a request that is over.
   *
   * @param status of the answer, or {@link ServletAdapter#UNKNOWN_STATUS}
   * @param error as {@code error.type} has it, null for none
   * @param nanos how long it took
   */
  void tell(ServerCall call, int status, String error, long nanos) {
    Span span = call.span();
    boolean failed = error != null;
    LogEntry event =
        logs.beginEvent(
            span, failed ? LogEntry.ERROR : LogEntry.INFO, failed ? "ERROR" : "INFO", SCOPE);
    String path = call.path() == null ? "" : logs.attribute(call.path());
    boolean answered = status != ServletAdapter.UNKNOWN_STATUS;
    event.event(NAME, call.method() + ' ' + path + (answered ? " " + status : ""));
    event.add("method", call.method());
    event.add("path", path);
    event.add("client_ip", call.client());
    if (answered) {
      event.add("status_code", (long) status);
    }
    // Microseconds are what a clock is good for.
    event.add("response_time_ms", nanos / 1_000 / 1_000.0);
    event.add("error_type", error);
    event.add("request_id", span.requestId());
    logs.acceptEvent(event);
  }
}
