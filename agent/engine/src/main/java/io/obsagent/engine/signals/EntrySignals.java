package io.obsagent.engine.signals;

import io.obsagent.engine.metrics.Latencies;
import io.obsagent.engine.metrics.Point;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Traffic, errors and latency of one entry of the service within the time that was asked for. */
public final class EntrySignals {
  /** Series beyond the limit, which have lost their names. */
  static final String OTHERS = "(others)";

  private final String kind;
  private final String name;
  private final Latencies succeeded = new Latencies();
  private final Latencies failed = new Latencies();
  private final Map<String, Long> errors = new TreeMap<>();

  EntrySignals(String kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  /**
   * @param error its type; null for calls that succeeded
   */
  void add(Point came, String error) {
    if (error != null) {
      failed.add(came);
      Long before = errors.get(error);
      errors.put(error, came.count() + (before == null ? 0 : before));
    } else {
      succeeded.add(came);
    }
  }

  /** {@code http} or {@code messaging}. */
  public String kind() {
    return kind;
  }

  /** {@code GET /catalogue}, {@code process orders}: as its spans are named. */
  public String name() {
    return name;
  }

  /** Calls that ended without an error. */
  public Latencies succeeded() {
    return succeeded;
  }

  /** Calls that ended with an error. */
  public Latencies failed() {
    return failed;
  }

  /** Calls by their {@code error.type}. */
  public Map<String, Long> errors() {
    return Collections.unmodifiableMap(errors);
  }

  public long count() {
    return succeeded.count() + failed.count();
  }
}
