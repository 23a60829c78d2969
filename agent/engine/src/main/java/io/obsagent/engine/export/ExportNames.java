package io.obsagent.engine.export;

import io.obsagent.engine.sampling.OtTraceState;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Verdict;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Our constants in OpenTelemetry's types, translated once: keys, scopes, the resource. The
 * marshaller groups spans by the identity of resource and scope, so both must be the same object
 * each time. Used by the exporting thread alone.
 */
final class ExportNames {
  /** Parts of the fragment that were still open when it was given up waiting for. */
  static final io.opentelemetry.api.common.AttributeKey<Long> INCOMPLETE_PARTS =
      io.opentelemetry.api.common.AttributeKey.longKey("obs.fragment.incomplete_parts");

  /** Spans left out of a trace grown too large, that this one stands for. */
  static final io.opentelemetry.api.common.AttributeKey<Long> COLLAPSED =
      io.opentelemetry.api.common.AttributeKey.longKey("obs.spans.collapsed");

  /** Which part of a trace this is whose local root is still open. */
  static final io.opentelemetry.api.common.AttributeKey<Long> PART =
      io.opentelemetry.api.common.AttributeKey.longKey("obs.fragment.part");

  /** The policy of the tail sampler on whose word the fragment was kept. */
  static final io.opentelemetry.api.common.AttributeKey<String> POLICY =
      io.opentelemetry.api.common.AttributeKey.stringKey("obs.sampling.policy");

  /** The span ended, or began, after the rest of its trace had left this process. */
  static final io.opentelemetry.api.common.AttributeKey<Boolean> LATE =
      io.opentelemetry.api.common.AttributeKey.booleanKey("obs.fragment.late");

  /** Keys are constants; should somebody make them up as he goes, memory stays bounded. */
  private static final int MAX_KEYS = 4_096;

  private final Resource resource;
  private final String version;
  private final Map<AttributeKey, io.opentelemetry.api.common.AttributeKey<?>> keys =
      new HashMap<>();
  private final Map<InstrumentationScope, InstrumentationScopeInfo> scopes = new HashMap<>();
  private final Map<String, InstrumentationScopeInfo> loggers = new HashMap<>();
  private String lastTraceStateText;
  private String lastDecidedText;
  private String lastDecidedWithThreshold;
  private long lastThreshold = Verdict.NO_THRESHOLD;
  private TraceState lastTraceState = TraceState.getDefault();

  /**
   * @param version of the agent, which is that of every scope; may be null
   */
  ExportNames(Resource resource, String version) {
    this.resource = resource;
    this.version = version;
  }

  Resource resource() {
    return resource;
  }

  InstrumentationScopeInfo scope(InstrumentationScope scope) {
    InstrumentationScopeInfo known = scopes.get(scope);
    if (known == null) {
      known =
          version == null
              ? InstrumentationScopeInfo.create(scope.name())
              : InstrumentationScopeInfo.builder(scope.name()).setVersion(version).build();
      scopes.put(scope, known);
    }
    return known;
  }

  /**
   * The scope of a logger's records, without a version: that of the library is not known. Loggers
   * may be made up without end; beyond {@value #MAX_KEYS} those seen so far are forgotten.
   *
   * @param name may be null
   */
  InstrumentationScopeInfo logger(String name) {
    if (name == null) {
      return InstrumentationScopeInfo.empty();
    }
    InstrumentationScopeInfo known = loggers.get(name);
    if (known == null) {
      known = InstrumentationScopeInfo.create(name);
      if (loggers.size() >= MAX_KEYS) {
        loggers.clear();
      }
      loggers.put(name, known);
    }
    return known;
  }

  io.opentelemetry.api.common.AttributeKey<?> key(AttributeKey key) {
    io.opentelemetry.api.common.AttributeKey<?> known = keys.get(key);
    if (known == null) {
      known = translated(key);
      if (keys.size() < MAX_KEYS) {
        keys.put(key, known);
      }
    }
    return known;
  }

  private static io.opentelemetry.api.common.AttributeKey<?> translated(AttributeKey key) {
    switch (key.type()) {
      case LONG:
        return io.opentelemetry.api.common.AttributeKey.longKey(key.name());
      case BOOLEAN:
        return io.opentelemetry.api.common.AttributeKey.booleanKey(key.name());
      case DOUBLE:
        return io.opentelemetry.api.common.AttributeKey.doubleKey(key.name());
      case STRING_ARRAY:
        return io.opentelemetry.api.common.AttributeKey.stringArrayKey(key.name());
      case STRING:
        return io.opentelemetry.api.common.AttributeKey.stringKey(key.name());
    }
    throw new IllegalArgumentException(key.name());
  }

  /** The spans of a fragment share one text, so the last answer is nearly always the right one. */
  TraceState traceState(String text) {
    if (text == null || text.isEmpty()) {
      return TraceState.getDefault();
    }
    if (!text.equals(lastTraceStateText)) {
      lastTraceState = new TraceStateText(text);
      lastTraceStateText = text;
    }
    return lastTraceState;
  }

  /**
   * As the other form, with the {@code th} that the tail sampler found: it may differ from what the
   * wire said before anything was decided.
   */
  TraceState traceState(String text, long threshold) {
    if (threshold != lastThreshold || !Objects.equals(text, lastDecidedText)) {
      lastDecidedWithThreshold = OtTraceState.withThreshold(text, threshold);
      lastDecidedText = text;
      lastThreshold = threshold;
    }
    return traceState(lastDecidedWithThreshold);
  }
}
