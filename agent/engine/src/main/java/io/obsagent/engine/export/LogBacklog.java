package io.obsagent.engine.export;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.logs.LogMemory;
import java.util.ArrayDeque;

/**
 * Log records that have left the application's hands and not yet this process, within {@link
 * LogMemory}: where room is short the oldest that are no errors go first, errors last. Exporting
 * thread only.
 */
final class LogBacklog {
  private final LogMemory memory;
  private final ArrayDeque<LogEntry> errors = new ArrayDeque<>();
  private final ArrayDeque<LogEntry> ordinary = new ArrayDeque<>();

  LogBacklog(LogMemory memory) {
    this.memory = memory;
  }

  boolean isEmpty() {
    return errors.isEmpty() && ordinary.isEmpty();
  }

  int size() {
    return errors.size() + ordinary.size();
  }

  void add(LogEntry entry) {
    memory.hold(entry.estimatedBytes());
    (entry.isError() ? errors : ordinary).add(entry);
    while (memory.held() > memory.ordinary() && !ordinary.isEmpty()) {
      drop(ordinary.poll(), "logs.dropped.memory_limit");
    }
    while (memory.held() > memory.most() && !errors.isEmpty()) {
      drop(errors.poll(), "logs.dropped.memory_limit");
    }
  }

  private void drop(LogEntry entry, String reason) {
    memory.unhold(entry.estimatedBytes());
    AgentHealth.count(reason);
  }

  /** The oldest, in the order of their times; null if there is none. */
  LogBatch take(int most, long mostBytes) {
    if (isEmpty()) {
      return null;
    }
    LogBatch batch = new LogBatch();
    while (!isEmpty() && batch.size() < most && batch.bytes() < mostBytes) {
      batch.add(next());
    }
    return batch;
  }

  private LogEntry next() {
    LogEntry error = errors.peek();
    LogEntry other = ordinary.peek();
    boolean errorFirst =
        other == null || (error != null && error.epochNanos() <= other.epochNanos());
    return errorFirst ? errors.poll() : ordinary.poll();
  }

  /** The batch is over, whatever became of it. */
  void release(LogBatch batch) {
    memory.unhold(batch.bytes());
  }

  /** Forgets everything. */
  void clear(String reason) {
    while (!isEmpty()) {
      drop(next(), reason);
    }
  }
}
