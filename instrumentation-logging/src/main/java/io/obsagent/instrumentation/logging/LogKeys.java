package io.obsagent.instrumentation.logging;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;

/**
 * Under which names the identity appears in a log context ({@code
 * otel.instrumentation.common.logging.*-key}). Immutable; read from the configuration once.
 */
final class LogKeys {
  final String traceId;
  final String spanId;
  final String traceFlags;

  LogKeys(String traceId, String spanId, String traceFlags) {
    this.traceId = traceId;
    this.spanId = spanId;
    this.traceFlags = traceFlags;
  }

  /** By the number of the entry, see {@link LogStamp#ENTRIES}. */
  String name(int index) {
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
          configuration.get(Options.LOGGING_TRACE_FLAGS_KEY));
    }
  }
}
