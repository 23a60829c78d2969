package io.obsagent.engine.export;

import io.obsagent.engine.logs.LogEntry;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import java.util.ArrayList;
import java.util.List;

/**
 * Log records that travel in one request, together until they arrive or are given up; and that
 * request while it is under way. Exporting thread only.
 */
final class LogBatch {
  private final List<LogEntry> entries = new ArrayList<>();
  private long bytes;
  private int attempts;
  private long firstFailureNanos;
  private long startedNanos;
  private Attempt attempt;

  void add(LogEntry entry) {
    entries.add(entry);
    bytes += entry.estimatedBytes();
  }

  /** Begins a request; the views are made anew for each, since they take far more memory. */
  List<LogRecordData> begin(ExportNames names, long nowNanos) {
    attempt = new Attempt();
    startedNanos = nowNanos;
    List<LogRecordData> views = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      views.add(new LogView(names, entries.get(i)));
    }
    return views;
  }

  /** The one under way. */
  Attempt attempt() {
    return attempt;
  }

  long startedNanos() {
    return startedNanos;
  }

  int size() {
    return entries.size();
  }

  long bytes() {
    return bytes;
  }

  void failed(long nowNanos) {
    if (attempts++ == 0) {
      firstFailureNanos = nowNanos;
    }
  }

  int attempts() {
    return attempts;
  }

  long firstFailureNanos() {
    return firstFailureNanos;
  }
}
