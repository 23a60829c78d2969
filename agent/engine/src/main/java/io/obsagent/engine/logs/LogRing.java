package io.obsagent.engine.logs;

import java.util.Collections;
import java.util.List;

/**
 * The latest log records of one fragment: a value that {@link
 * io.obsagent.engine.trace.Fragment#logs} replaces by compare-and-set with each record, so that
 * threads of one trace need no lock. 56 bytes of garbage per record.
 *
 * <p>Records sit in two generations. When the younger has reached half of a limit, the older is let
 * go and the younger takes its place: of a fragment that logs without end at least the latest half
 * is there, never more than the limit, and nothing is ever searched.
 */
public final class LogRing {
  /** The records have been taken for export: what comes later has to go by itself. */
  public static final LogRing TAKEN = new LogRing(null, null, null, 0, 0, null, 0, 0, 0, true);

  /** The fragment was not kept, and neither is what comes later. */
  public static final LogRing DROPPED = new LogRing(null, null, null, 0, 0, null, 0, 0, 0, false);

  private final LogMemory memory;
  private final LogEntry last;
  private final int lines;
  private final int bytes;
  private final LogEntry older;
  private final int olderLines;
  private final int olderBytes;

  /** Records that were let go when this value was made; {@link #lost} counts all. */
  private final int evictedBytes;

  private final int lost;
  private final boolean kept;

  private LogRing(
      LogMemory memory,
      LogRing from,
      LogEntry last,
      int lines,
      int bytes,
      LogEntry older,
      int olderLines,
      int olderBytes,
      int evictedBytes,
      boolean kept) {
    this.memory = memory;
    this.last = last;
    this.lines = lines;
    this.bytes = bytes;
    this.older = older;
    this.olderLines = olderLines;
    this.olderBytes = olderBytes;
    this.evictedBytes = evictedBytes;
    this.lost = from == null ? 0 : from.lost + (evictedBytes > 0 ? from.olderLines : 0);
    this.kept = kept;
  }

  /**
   * The ring with one record more. Allocates the value; links the record.
   *
   * @param before null for the first
   * @param memory of which the record's bytes were taken
   */
  static LogRing with(
      LogRing before, LogEntry entry, LogMemory memory, int maxLines, int maxBytes) {
    int more = entry.estimatedBytes();
    if (before == null) {
      entry.previous = null;
      return new LogRing(memory, null, entry, 1, more, null, 0, 0, 0, false);
    }
    if (before.lines + 1 > maxLines >> 1 || (long) before.bytes + more > maxBytes >> 1) {
      entry.previous = null;
      return new LogRing(
          memory,
          before,
          entry,
          1,
          more,
          before.last,
          before.lines,
          before.bytes,
          before.olderBytes,
          false);
    }
    entry.previous = before.last;
    return new LogRing(
        memory,
        before,
        entry,
        before.lines + 1,
        before.bytes + more,
        before.older,
        before.olderLines,
        before.olderBytes,
        0,
        false);
  }

  /** The same ring, closed: its fragment is kept. */
  public LogRing keep() {
    return new LogRing(memory, this, last, lines, bytes, older, olderLines, olderBytes, 0, true);
  }

  /** Takes records still: its fragment is not decided. */
  public boolean isOpen() {
    return !kept && this != DROPPED;
  }

  /** Its fragment is kept: a record that comes later is late, not lost. */
  boolean isKept() {
    return kept;
  }

  int evictedBytes() {
    return evictedBytes;
  }

  /** What was let go of this fragment's records, in records, to stay within the limits. */
  public int lost() {
    return lost;
  }

  /** Bytes, estimated, of what is in it. */
  public long bytes() {
    return (long) bytes + olderBytes;
  }

  public int lines() {
    return lines + olderLines;
  }

  /** Gives back the memory of its records: nobody will send them. */
  public void forget() {
    if (memory != null) {
      memory.release(bytes());
    }
  }

  /** Moves the records, the oldest first, to {@code target}. For the exporting thread. */
  public void drainTo(List<LogEntry> target) {
    int start = target.size();
    for (LogEntry entry = last; entry != null; entry = entry.previous) {
      target.add(entry);
    }
    for (LogEntry entry = older; entry != null; entry = entry.previous) {
      target.add(entry);
    }
    Collections.reverse(target.subList(start, target.size()));
  }
}
