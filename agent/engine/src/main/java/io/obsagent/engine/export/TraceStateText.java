package io.obsagent.engine.export;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A {@code tracestate} that reaches the collector as it reached us. OpenTelemetry's own builder
 * knows level 1 of the recommendation: it drops keys that level 2 allows and one of two equal ones.
 *
 * <p>The exporter asks for nothing but {@link #forEach}; that takes two strings per member.
 */
final class TraceStateText implements TraceState {
  private final String text;

  /**
   * @param text well-formed and with a member at least
   */
  TraceStateText(String text) {
    this.text = text;
  }

  @Override
  public void forEach(BiConsumer<String, String> consumer) {
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      String member = text.substring(start, end).trim();
      int equals = member.indexOf('=');
      if (equals > 0) {
        consumer.accept(member.substring(0, equals), member.substring(equals + 1));
      }
      start = end + 1;
    }
  }

  /** Of two equal keys the first, which is the younger. */
  @Override
  public Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>();
    forEach(map::putIfAbsent);
    return Collections.unmodifiableMap(map);
  }

  @Override
  public String get(String key) {
    return asMap().get(key);
  }

  @Override
  public int size() {
    return asMap().size();
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public TraceStateBuilder toBuilder() {
    TraceStateBuilder builder = TraceState.builder();
    asMap().forEach(builder::put);
    return builder;
  }

  @Override
  public String toString() {
    return text;
  }
}
