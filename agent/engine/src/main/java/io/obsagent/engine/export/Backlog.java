package io.obsagent.engine.export;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Fragment;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Fragments that an exporter has taken and not yet sent, oldest first, errors before ordinary ones.
 * Everything in it is held against the {@link BufferLimit}. Exporting thread only.
 */
final class Backlog {
  /** A request stays well below the 4 MiB that gRPC servers take. */
  private static final long MAX_BATCH_BYTES = 2L << 20;

  private final BufferLimit limit;
  private final ArrayDeque<Fragment> errors = new ArrayDeque<>();
  private final ArrayDeque<Fragment> ordinary = new ArrayDeque<>();
  private int spans;
  private long oldestNanos;

  Backlog(BufferLimit limit) {
    this.limit = limit;
  }

  boolean isEmpty() {
    return errors.isEmpty() && ordinary.isEmpty();
  }

  int spans() {
    return spans;
  }

  /** {@link System#nanoTime} since when there is something in it. */
  long oldestNanos() {
    return oldestNanos;
  }

  void add(List<Fragment> fragments, long nowNanos) {
    if (isEmpty()) {
      oldestNanos = nowNanos;
    }
    for (int i = 0; i < fragments.size(); i++) {
      Fragment fragment = fragments.get(i);
      (fragment.isFailed() ? errors : ordinary).add(fragment);
      spans += fragment.size();
      limit.hold(Batch.bytesOf(fragment), fragment.size());
    }
    makeRoom();
  }

  /**
   * Ordinary fragments that were here before go when others need their room: the oldest first.
   * Fragments with an error stay as long as there is one that is not.
   */
  void makeRoom() {
    while (!ordinary.isEmpty() && limit.isOverfull()) {
      Fragment fragment = ordinary.poll();
      spans -= fragment.size();
      limit.release(Batch.bytesOf(fragment), fragment.size());
      AgentHealth.count("dropped.memory_limit", fragment.size());
    }
  }

  /** The next batch, at least one fragment if there is any; it stays held. */
  Batch take(int maxSpans, long nowNanos) {
    Batch batch = new Batch();
    take(errors, batch, maxSpans);
    take(ordinary, batch, maxSpans);
    spans -= batch.spans();
    oldestNanos = nowNanos;
    return batch;
  }

  private static void take(ArrayDeque<Fragment> lane, Batch batch, int maxSpans) {
    for (; ; ) {
      Fragment next = lane.peek();
      if (next == null
          || (!batch.isEmpty()
              && (batch.spans() + next.size() > maxSpans || batch.bytes() > MAX_BATCH_BYTES))) {
        return;
      }
      batch.add(lane.poll(), Batch.bytesOf(next));
    }
  }

  /** Forgets everything; returns how many spans that were. */
  int clear() {
    int dropped = spans;
    while (!isEmpty()) {
      Batch batch = take(Integer.MAX_VALUE, 0);
      limit.release(batch.bytes(), batch.spans());
    }
    return dropped;
  }
}
