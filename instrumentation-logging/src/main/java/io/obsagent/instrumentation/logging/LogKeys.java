package io.obsagent.instrumentation.logging;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;

/**
 * Under which names the identity appears in a log context ({@code
 * otel.instrumentation.common.logging.*-key}, {@code obs.logs.request-id-key}). Immutable; read
 * from the configuration once.
 */
final class LogKeys {
  final String traceId;
  final String spanId;
  final String traceFlags;
  final String requestId;

  LogKeys(String traceId, String spanId, String traceFlags, String requestId) {
    this.traceId = traceId;
    this.spanId = spanId;
    this.traceFlags = traceFlags;
    this.requestId = requestId;
  }

  /** By the number of the entry, see {@link LogStamp#MAX_ENTRIES}. */
  String name(int index) {
    if (index == LogStamp.REQUEST_ID) {
      return requestId;
    }
    return index == 0 ? traceId : index == 1 ? spanId : traceFlags;
  }

  static LogKeys configured() {
    return Configured.KEYS;
  }

  /** Initialised with the first log event inside a trace, long after the engine was installed. */
  private static final class Configured {
    private static final LogKeys KEYS = read(Engine.configuration());

    private static LogKeys read(Configuration configuration) {
      return new LogKeys(
          configuration.get(Options.LOGGING_TRACE_ID_KEY),
          configuration.get(Options.LOGGING_SPAN_ID_KEY),
          configuration.get(Options.LOGGING_TRACE_FLAGS_KEY),
          configuration.get(Options.LOGS_REQUEST_ID_KEY));
    }
  }
}
