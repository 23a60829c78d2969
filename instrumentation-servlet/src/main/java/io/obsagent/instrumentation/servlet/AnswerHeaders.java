package io.obsagent.instrumentation.servlet;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.propagation.RequestId;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Hex;

/**
 * What a response says about the request it answers, where that was asked for. Written when the
 * request begins: nothing is committed then, and what the application sets later goes before it.
 * Immutable.
 */
final class AnswerHeaders {
  private static final String SERVER_TIMING = "Server-Timing";

  private final boolean requestId;
  private final boolean serverTiming;

  private AnswerHeaders(boolean requestId, boolean serverTiming) {
    this.requestId = requestId;
    this.serverTiming = serverTiming;
  }

  /** Null if nothing was asked for. */
  static AnswerHeaders configured(Configuration configuration) {
    boolean requestId = configuration.get(Options.RESPONSE_REQUEST_ID);
    boolean serverTiming = configuration.get(Options.RESPONSE_SERVER_TIMING);
    return requestId || serverTiming ? new AnswerHeaders(requestId, serverTiming) : null;
  }

  /**
   * Writes them, unless the response is on its way already.
   *
   * @param span of the request; only its identity is used
   */
  <R> void write(Context span, ServletAdapter<?, R> adapter, R response) {
    try {
      if (adapter.isCommitted(response)) {
        return;
      }
      if (serverTiming) {
        adapter.addHeader(response, SERVER_TIMING, "traceparent;desc=\"" + traceParent(span) + '"');
      }
      if (requestId && span.requestId() != null && !adapter.hasHeader(response, RequestId.HEADER)) {
        adapter.addHeader(response, RequestId.HEADER, span.requestId());
      }
    } catch (RuntimeException | LinkageError refused) {
      // The request is open already and has to be left as one: this must not get out.
      ServletEntry.fault(refused);
    }
  }

  private static String traceParent(Context span) {
    return "00-" + span.traceIdHex() + '-' + span.spanIdHex() + '-' + Hex.of8((byte) span.flags());
  }
}
